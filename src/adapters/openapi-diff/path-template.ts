/** Whether some request path fits both templates, a parameter standing for any text within one segment. */
export function isOverlapping(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')];
  return left.length === right.length && left.every((segment, index) => fits(segment, right[index] ?? ''));
}

function fits(one: string, other: string): boolean {
  // With a parameter on either side the two may well be equal; working out whether they can is not worth a mistake.
  return one === other || one.includes('{') || other.includes('{');
}
