/** Writes `1 app` or `2 apps`. The plural of the noun must end in s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
