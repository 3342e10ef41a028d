/** Limits of the isochrones in minutes of walking: the circles of the standard, then fractions of hours. */
export const ISOCHRONE_MINUTES = [5, 10, 15, 30, 60, 120] as const
