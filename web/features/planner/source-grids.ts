import { inject, type InjectionKey } from 'vue'

/** Shows the grids behind a number, under a title. */
export type ShowSourceGrids = (title: string, rows: readonly number[]) => void
export const SHOW_SOURCE_GRIDS_KEY: InjectionKey<ShowSourceGrids> = Symbol('the grids behind a number')

export function useShowSourceGrids(): ShowSourceGrids {
  return inject(SHOW_SOURCE_GRIDS_KEY, () => undefined)
}
