/** Names of the placeholders of an address, in order. */
export function placeholdersOf(address: string): readonly string[] {
  return [...address.matchAll(placeholder)].map(([, name]) => name ?? '');
}

/** The address without the names of its placeholders, which mean nothing on the wire. */
export function anonymous(address: string): string {
  return address.replace(placeholder, '{}');
}

const placeholder = /\{([^{}]*)\}/g;
