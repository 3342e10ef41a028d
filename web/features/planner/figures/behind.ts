import { inject, type InjectionKey } from 'vue'

/** Shows the grids behind a number, under a title. */
export type ShowBehind = (title: string, rows: readonly number[]) => void
export const SHOW_BEHIND: InjectionKey<ShowBehind> = Symbol('the grids behind a number')

export function useBehind(): ShowBehind {
  return inject(SHOW_BEHIND, () => undefined)
}
