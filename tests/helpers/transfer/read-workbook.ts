import { openFileSource } from '../../../data/formats/io/file-source.ts'
import type { AttributeValue } from '../../../data/formats/model/format.ts'
import { xlsxReader } from '../../../data/formats/xlsx/read-xlsx.ts'

/** Returns the rows of each sheet of a workbook by column, as the import reads them: codes are texts. */
export async function readWorkbook(file: string): Promise<Record<string, AttributeValue>[][]> {
  const source = await openFileSource(file, 'book.xlsx')
  const { layers, close } = await xlsxReader.open(source, {})
  const sheets: Record<string, AttributeValue>[][] = []
  for (const layer of layers) {
    const rows: Record<string, AttributeValue>[] = []
    for await (const batch of layer.features())
      rows.push(...batch.map(({ properties }) => ({ ...properties })))
    sheets.push(rows)
  }
  await close()
  await source.close()
  return sheets
}
