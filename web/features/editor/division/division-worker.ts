import { proposeDivision } from '#shared/division/propose-division.ts'
import type { DivisionMessage, DivisionRequest } from './division-messages.ts'

/** Computes proposals beside the page, so that it can be moved and the work can be cancelled. */
self.addEventListener('message', ({ data }: MessageEvent<DivisionRequest>) => {
  const post = (message: DivisionMessage) => self.postMessage(message)
  const result = proposeDivision(data.input, {
    styles: data.styles,
    newIds: data.newIds,
    onProgress: (share) => post({ type: 'progress', share }),
  })
  post({ type: 'done', result })
})
