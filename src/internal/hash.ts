/** A text in 64 bits (FNV-1a, twice), at once; it tells texts apart that nobody makes collide. */
export function hashOf(text: string): string {
  let [left, right] = [0x81_1c_9d_c5, 0x01_00_01_93];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01_00_01_93);
    right = Math.imul(right ^ unit, 0x85_eb_ca_6b);
  }
  return [left, right].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
