/** Where the events of a stream end: at an empty line (WHATWG, "Server-sent events"). */

export const BOUNDARIES = ['\n\n', '\r\n\r\n', '\r\r'];
export const LONGEST_BOUNDARY = 4;

/** The positions after each event that ends in the chunk. An end that is split over two chunks is not worth a copy. */
export function eventEnds(chunk: Uint8Array): number[] {
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const ends: number[] = [];
  for (const boundary of BOUNDARIES) {
    for (let at = text.indexOf(boundary); at !== -1; at = text.indexOf(boundary, at + boundary.length))
      ends.push(at + boundary.length);
  }
  return ends.sort((one, other) => one - other);
}

export interface Slice {
  readonly bytes: Uint8Array;
  /** How many events end in it. */
  readonly messages: number;
}

/** The chunk in slices in which at most so many events end. */
export function slicesOf(chunk: Uint8Array, most: number): readonly Slice[] {
  const ends = eventEnds(chunk);
  const slices: Slice[] = [];
  let from = 0;
  for (let index = most; index < ends.length; index += most) {
    const to = ends[index - 1] ?? chunk.byteLength;
    slices.push({ bytes: chunk.subarray(from, to), messages: most });
    from = to;
  }
  return [...slices, { bytes: chunk.subarray(from), messages: ends.length - slices.length * most }];
}
