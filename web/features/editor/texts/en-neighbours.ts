import type zh from './zh-neighbours.ts'

/** Drafts of neighbouring streets. */
export default {
  title: 'Drafts of neighbours',
  none: 'No neighbouring street is drawing now',
  loading: 'Looking for drafts of neighbours…',
  failed: 'The drafts of neighbours could not be read; please open them again',
  show: 'Show on the map',
  hide: 'Hide',
  moves: 'Moves the border with this street',
  apart: 'Does not move the border with this street',
} satisfies typeof zh
