import { z } from 'zod'
import { ScreenDocument } from '#shared/contract/screens/screens.ts'
import { downloadBlob } from '../../../lib/export/download-blob.ts'

/** An exported screen. `kind` identifies the file format. */
const ScreenFile = z.object({
  kind: z.literal('command-screen'),
  name: z.string().trim().min(1).max(40),
  document: ScreenDocument,
})
export type ScreenFile = Omit<z.infer<typeof ScreenFile>, 'kind'>

export function downloadScreenFile(id: string, { name, document: content }: ScreenFile): void {
  const blob = new Blob([JSON.stringify({ kind: 'command-screen', name, document: content }, null, 2)], {
    type: 'application/json',
  })
  downloadBlob(blob, `screen-${id}.json`)
}

/** Returns null if the text is not an exported screen. */
export function readScreenFile(text: string): ScreenFile | null {
  try {
    return ScreenFile.parse(JSON.parse(text))
  } catch {
    return null
  }
}
