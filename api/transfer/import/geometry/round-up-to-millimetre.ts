/** Metres as they are said after "at most". */
export const roundUpToMillimetre = (metres: number): number => Math.ceil(metres * 1000) / 1000
