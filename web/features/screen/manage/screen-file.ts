import { z } from 'zod'
import { ScreenDocument } from '#shared/contract/screens/screens.ts'

/** A screen as a file: what it is, so that nothing else is taken for one. */
const ScreenFile = z.object({
  kind: z.literal('command-screen'),
  name: z.string().trim().min(1).max(40),
  document: ScreenDocument,
})
export type ScreenFile = z.infer<typeof ScreenFile>

export function downloadScreenFile(id: string, { name, document: content }: Omit<ScreenFile, 'kind'>): void {
  const blob = new Blob([JSON.stringify({ kind: 'command-screen', name, document: content }, null, 2)], {
    type: 'application/json',
  })
  const link = window.document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `screen-${id}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** null: it is no screen. */
export function readScreenFile(text: string): ScreenFile | null {
  try {
    return ScreenFile.parse(JSON.parse(text))
  } catch {
    return null
  }
}
