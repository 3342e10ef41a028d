import type { SourceNote, DensityPeakPlan } from '../generate/city-plan.ts'

/** @public */
export const densityPeaksSourceNote: SourceNote = {
  grade: 'B',
  says: "Where people live densely: the nine seats by their coordinates; radii, densities and the turn of the streets are the demo's guess.",
}

/** The big towns; every other seat gets a small spot of its own. */
export const yanchengDensityPeaks: readonly DensityPeakPlan[] = [
  { at: [120.138, 33.388], radiusKm: 3.3, peak: 15500, turn: 0.045 },
  { at: [120.118, 33.345], radiusKm: 2.6, peak: 10500, turn: 0.045 },
  { at: [120.165, 33.325], radiusKm: 1.8, peak: 6500, turn: 0.045 },
  { at: [120.208, 33.375], radiusKm: 1.5, peak: 5500, turn: 0.045 },
  { at: [120.468, 33.2], radiusKm: 2.2, peak: 11000, turn: -0.06 },
  { at: [119.585, 34.18], radiusKm: 1.5, peak: 8500, turn: 0.09 },
  { at: [119.825, 33.992], radiusKm: 2, peak: 10500, turn: 0.02 },
  { at: [119.8, 33.785], radiusKm: 2.1, peak: 10500, turn: -0.1 },
  { at: [120.255, 33.777], radiusKm: 1.8, peak: 9500, turn: 0.05 },
  { at: [119.793, 33.472], radiusKm: 1.9, peak: 10000, turn: 0.11 },
  { at: [120.315, 32.852], radiusKm: 2, peak: 10500, turn: -0.035 },
]
