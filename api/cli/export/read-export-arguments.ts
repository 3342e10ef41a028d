import path from 'node:path'
import { parseArgs } from 'node:util'
import { exportFormats, exportLayer, exportCrsNames } from '#shared/contract/transfer/exports.ts'
import { isTargetId, TARGETS } from '#shared/contract/transfer/targets.ts'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { StartError } from '../../errors.ts'
import { WRITERS } from '../../../data/formats/writers.ts'

export interface ExportArguments {
  target: TargetId | 'all'
  city: string | null
  /** File or folder; null: the folder one is in. */
  out: string | null
  query: ReturnType<typeof exportLayer.query.parse>
}

/** @throws StartError in one sentence; null: help was asked for */
export function readExportArguments(argv: readonly string[]): ExportArguments | null {
  const { values, positionals } = parsed(argv)
  if (values.help || argv.length === 0) return null
  const [target, ...more] = positionals
  if (target === undefined || (target !== 'all' && !isTargetId(target)))
    throw new StartError(`Name what to export: one of all, ${targetIds.join(', ')}.`)
  if (more.length > 0)
    throw new StartError(
      `One layer at a time, please, or all of them with “all”: ${more.join(', ')} is too much.`,
    )
  if (values.city !== undefined && !/^[1-9]\d{5}$/.test(values.city))
    throw new StartError('--city takes the six digits of the city, for example 320900.')
  const { city, out, as, zip, crs, ...wishes } = values
  const query = exportLayer.query.safeParse({
    ...wishes,
    format: as ?? formatOf(out),
    zip: zip ? '1' : '0',
    ...(crs === undefined ? {} : { crs: systemNamed(crs) }),
  })
  if (!query.success) {
    const [issue] = query.error.issues
    throw new StartError(
      `--${issue?.path[0] === 'format' ? 'as' : String(issue?.path[0])} cannot be read: ${issue?.message} (npm run export -- --help lists what there is)`,
    )
  }
  return { target, city: city ?? null, out: out ?? null, query: query.data }
}

/** The format that a file's name asks for. */
function formatOf(out: string | undefined): string | undefined {
  const name = out === undefined ? '' : path.basename(out).toLowerCase()
  return WRITERS.find(({ extension }) => name.endsWith(extension))?.id
}

/** '4549' and 'gcj02' mean EPSG:4549 and GCJ-02. */
function systemNamed(text: string): string {
  const plain = (name: string) =>
    name
      .replace(/^EPSG:/i, '')
      .replaceAll(/[^a-z0-9]/gi, '')
      .toLowerCase()
  return exportCrsNames.find((id) => plain(id) === plain(text)) ?? text
}

export const EXPORT_HELP = `
  npm run export -- all|${targetIds.slice(0, 4).join('|')}|… --out FILE

  LAYER              all, ${targetIds.map((id) => `${id} (${TARGETS[id].zh})`).join(', ')}
  --out FILE         file or folder; the ending names the format
  --as FORMAT        ${exportFormats.join(', ')}
  --city CODE        six digits; not needed when there is only one city
  --crs SYSTEM       ${exportCrsNames.map((id) => id.replace('EPSG:', '')).join(', ')} (4490)
  --unit CODE        only this district, street or community
  --date DAY         as it was on that day
  --filter CQL2      e.g. "households > 500 AND kind = 'comprehensive'"
  --headings keys|zh names of the columns (keys)
  --encoding NAME    utf-8 or gbk, for CSV and SHP (utf-8)
  --zip              with metadata.json: revision, date, source, coordinate system
`

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: 'string', short: 'o' },
        as: { type: 'string' },
        city: { type: 'string' },
        crs: { type: 'string' },
        unit: { type: 'string' },
        date: { type: 'string' },
        filter: { type: 'string' },
        headings: { type: 'string' },
        encoding: { type: 'string' },
        zip: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new StartError(
      `${error instanceof Error ? error.message.split('\n')[0] : String(error)} (npm run export -- --help lists what there is)`,
      { cause: error },
    )
  }
}
