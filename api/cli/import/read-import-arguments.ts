import { parseArgs } from 'node:util'
import { isTargetId, TARGETS } from '#shared/contract/transfer/targets.ts'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { isTimeZone } from '#shared/contract/city/time-zone.ts'
import { StartError } from '../../errors.ts'

export interface ImportArguments {
  file: string
  target: TargetId | null
  city: string | null
  name: string | null
  nameEn: string | null
  /** Of a new city. */
  timeZone: string | null
  place: { longitude: number; latitude: number } | null
  layer: string | undefined
  encoding: string | undefined
  /** Row of a table that holds the names of the columns. */
  headRow: number | undefined
  crs: string | undefined
  /** Field keys and the columns that hold them. */
  columns: Readonly<Record<string, string>>
  missing: 'keep' | 'retire'
  /** Codes of the units that the file covers as a whole. */
  within: readonly string[]
  /** Whether a unit may lose everything that stands in it. */
  mayEmpty: boolean
  toleranceM: number
  day: string | null
  note: string | null
  /** Gaps and overlaps go to whom they are proposed for. */
  rest: 'leave' | 'proposed'
  /**
   * Grids of communities whose gaps and overlaps are left: written as they are, or kept for drafts of their
   * streets.
   */
  unclear: 'write' | 'draft'
  dryRun: boolean
  language: 'zh' | 'en'
}

/** What is to be taken back, instead of brought in. */
export interface UndoArguments extends Pick<ImportArguments, 'note' | 'language'> {
  undo: string
}

/** @throws StartError in one sentence; null: help was asked for */
export function readImportArguments(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): ImportArguments | UndoArguments | null {
  const { values, positionals } = parsed(argv)
  if (values.help || argv.length === 0) return null
  const locale = values.language ?? environment['LC_ALL'] ?? environment['LANG'] ?? ''
  const said = { note: values.note ?? null, language: /^en/i.test(locale) ? 'en' : 'zh' } as const
  if (values.undo !== undefined) {
    if (!UUID.test(values.undo))
      throw new StartError('--undo takes the number that the import was given when it was committed.')
    if (positionals.length > 0) throw new StartError('--undo takes no file.')
    return { undo: values.undo, ...said }
  }
  const [file, ...more] = positionals
  if (file === undefined)
    throw new StartError(
      'Name the file to import, for example: npm run import -- districts.zip --as districts.',
    )
  if (more.length > 0) throw new StartError(`One file at a time, please: ${more.join(', ')} is one too many.`)
  const target = values.as ?? null
  if (target !== null && !isTargetId(target))
    throw new StartError(
      `There is nothing called ${target} to import; --as takes one of: ${targetIds.join(', ')}.`,
    )
  if (values.city !== undefined && !/^[1-9]\d{5}$/.test(values.city))
    throw new StartError('--city takes the six digits of the city, for example 320900.')
  const timeZone = values['time-zone'] ?? null
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new StartError('--time-zone takes the name of a time zone, for example Europe/Vaduz.')
  const headRow = values.header === undefined ? undefined : Number(values.header)
  if (headRow !== undefined && !(Number.isInteger(headRow) && headRow >= 1 && headRow <= 100_000))
    throw new StartError('--header takes the number of the row that holds the names of the columns, from 1.')
  const toleranceM = Number(values.tolerance)
  if (!(toleranceM >= 0 && toleranceM <= 50)) throw new StartError('--tolerance takes metres, from 0 to 50.')
  if (values.gaps !== 'leave' && values.gaps !== 'proposed')
    throw new StartError('--gaps takes leave or proposed.')
  if (values.unclear !== 'write' && values.unclear !== 'draft')
    throw new StartError('--unclear takes write or draft.')
  if (values.missing !== 'keep' && values.missing !== 'retire')
    throw new StartError('--missing takes keep or retire.')
  if (values.within?.some((code) => !/^\d{6}(\d{3}){0,2}$/.test(code)))
    throw new StartError('--within takes the code of the city, a district, a street or a community.')
  if (values.empty !== undefined && values.empty !== 'yes' && values.empty !== 'no')
    throw new StartError('--empty takes yes or no.')
  if (values.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.date))
    throw new StartError('--date takes a day, for example 2026-01-31.')
  return {
    ...said,
    file,
    target,
    city: values.city ?? null,
    name: values.name ?? null,
    nameEn: values['name-en'] ?? null,
    timeZone,
    place: values.place === undefined ? null : readPlace(values.place),
    layer: values.layer,
    encoding: values.encoding,
    headRow,
    crs: values.crs,
    columns: Object.fromEntries((values.column ?? []).map(pairOf)),
    missing: values.missing,
    within: values.within ?? [],
    mayEmpty: values.empty === 'yes',
    toleranceM,
    day: values.date ?? null,
    rest: values.gaps,
    unclear: values.unclear,
    dryRun: values['dry-run'] ?? false,
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const IMPORT_HELP = `
  npm run import -- FILE --as ${targetIds.slice(0, 4).join('|')}|…
  npm run import -- --undo NUMBER

  --as TARGET        ${targetIds.map((id) => `${id} (${TARGETS[id].zh})`).join(', ')}
  --city CODE        six digits; a new city also needs --name, e.g. --city 321200 --name 泰州市
  --name, --name-en  names of a new city
  --time-zone ZONE   of a new city (Asia/Shanghai); its days are those of this zone
  --place LAT,LON    where a new city lies, in degrees, e.g. --place 47.14,9.52; needed outside of China
  --crs SYSTEM       4490, 4326, 4549, 4528, 3857, gcj02, bd09, any EPSG code; /yx behind it exchanges the axes
  --encoding NAME    utf-8, gbk, …
  --header ROW       row of a table with the names of the columns, from 1; found out without it
  --layer NAME       one of several layers in the file
  --column F=C       field F stands in column C; as often as needed
  --tolerance M      how far borders may be moved to fit, in metres (0.5)
  --gaps WHAT        leave gaps and overlaps that are wider, or give them to whom they are proposed for: leave, proposed (leave)
  --unclear WHAT     grids of communities where some are left: write them to be checked, or
                     leave them out as a draft of their street for the boundary editor: write, draft (write)
  --missing WHAT     keep or retire what stands in the units that the file covers and not in the file (keep)
  --within CODE      the file covers this unit as a whole, or the city; without it, the units that its rows belong to
  --empty yes        with --missing retire: a unit may lose everything that stands in it
  --date DAY         the day from which the changes hold (today)
  --note TEXT        why; kept with the change
  --undo NUMBER      take an import back that was committed
  --dry-run          say what would happen, change nothing
  --language zh|en
`

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        city: { type: 'string' },
        name: { type: 'string' },
        'name-en': { type: 'string' },
        'time-zone': { type: 'string' },
        place: { type: 'string' },
        crs: { type: 'string' },
        encoding: { type: 'string' },
        header: { type: 'string' },
        layer: { type: 'string' },
        column: { type: 'string', multiple: true },
        tolerance: { type: 'string', default: '0.5' },
        missing: { type: 'string', default: 'keep' },
        within: { type: 'string', multiple: true },
        empty: { type: 'string' },
        gaps: { type: 'string', default: 'leave' },
        unclear: { type: 'string', default: 'write' },
        date: { type: 'string' },
        note: { type: 'string' },
        undo: { type: 'string' },
        'dry-run': { type: 'boolean' },
        language: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new StartError(
      `${error instanceof Error ? error.message.split('\n')[0] : String(error)} (npm run import -- --help lists what there is)`,
      { cause: error },
    )
  }
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new StartError(`--column takes FIELD=COLUMN, not ${text}.`)
  return [text.slice(0, equals), text.slice(equals + 1)]
}

function readPlace(text: string): { longitude: number; latitude: number } {
  const [latitude = NaN, longitude = NaN, ...more] = text.split(',').map(Number)
  if (more.length > 0 || !(Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180))
    throw new StartError('--place takes latitude and longitude in degrees, for example 47.14,9.52.')
  return { longitude, latitude }
}
