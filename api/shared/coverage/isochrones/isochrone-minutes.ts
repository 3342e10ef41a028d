/** Limits between the bands of the distance surface, minutes on foot: the circles of the standard, then whole hours' fractions. */
export const ISOCHRONE_MINUTES = [5, 10, 15, 30, 60, 120] as const
