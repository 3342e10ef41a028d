import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { targetIds } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { buildImportTemplate } from '../../../api/transfer/template/build-import-template.ts'
import { listTemplateColumns } from '../../../api/transfer/template/template-columns.ts'
import { readWithGdal } from '../../helpers/transfer/read-with-gdal.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-templates-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each(targetIds.flatMap((id) => (['zh', 'en'] as const).map((language) => [id, language] as const)))(
  'GDAL opens the template of %s in %s and reads its headings and its example',
  async (id, language) => {
    const file = path.join(folder, `${id}-${language}.xlsx`)
    await writeFile(file, await buildImportTemplate(id, language, '321200'))
    const columns = listTemplateColumns(TARGETS[id], language, '321200')
    const name = TARGETS[id][language].replaceAll(' / ', '、')
    const rows = await readWithGdal(file, name, '--config', 'OGR_XLSX_HEADERS', 'FORCE')
    expect(rows).toHaveLength(1)
    const filled = columns.filter(({ example }) => example !== '')
    expect(Object.keys(rows[0]!.properties)).toEqual(filled.map(({ heading }) => heading))
  },
)
