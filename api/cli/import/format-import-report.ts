import { formatShare } from '#shared/formats/format-shares.ts'
import { fileRemarks } from '#shared/contract/transfer/file-remarks.ts'
import { listReasonExamples, mergeReasonDetails, writeRowReason } from '#shared/formats/write-row-reason.ts'
import { fillPlaceholders } from '#shared/contract/transfer/localized-text.ts'
import { formatSquareMetres } from '#shared/formats/format-square-metres.ts'
import { listUnusedColumns } from '#shared/contract/transfer/list-unused-columns.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { TilingConflict } from '../../transfer/import/staging/tiling-conflict.ts'
import type { DryRunReport } from '../../transfer/import/staging/import-report.ts'
import { formatAbsence } from './format-absence.ts'
import { formatTable } from './format-table.ts'
import { formatConflicts } from './format-conflicts.ts'

type Language = 'zh' | 'en'

/** What an import did, or would do, as text for a terminal. */
export function formatImportReport(
  report: DryRunReport,
  language: Language,
  conflicts: readonly TilingConflict[] = [],
): string {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const { rows } = report
  const parts = [
    formatTable([
      [say('文件', 'file'), `${report.file.name} · ${report.file.format} · ${report.file.layer}`],
      [say('目标', 'target'), TARGETS[report.target][language]],
      ...encodingRow(report, say),
      ...crsRows(report, say),
      ...unusedRows(report, say),
      ...report.file.remarks.map(({ code, details }) => [
        say('说明', 'note'),
        fillPlaceholders(fileRemarks[code][language], details),
      ]),
    ]),
    formatTable(
      [
        [
          say('读到', 'read'),
          say('新增', 'added'),
          say('变更', 'changed'),
          say('相同', 'same'),
          say('已修补', 'mended'),
          say('待核对', 'to check'),
          say('留作草案', 'for a draft'),
          say('未收', 'refused'),
        ],
        [
          rows.read,
          rows.added,
          rows.changed,
          rows.same,
          rows.mended,
          rows.flagged,
          rows.drafted,
          rows.refused,
        ].map(String),
      ],
      { head: true },
    ),
  ]
  const { made } = report
  if (made.districts + made.streets + made.communities > 0) {
    parts.push(
      say(
        `按代码补建：${made.districts} 个区县、${made.streets} 个街道、${made.communities} 个社区`,
        `Made from the codes: ${made.districts} districts, ${made.streets} streets, ${made.communities} communities`,
      ),
    )
  }
  parts.push(...formatAbsence(report, language))
  if (report.certificate) parts.push(certificateText(report.certificate, say))
  if (report.certificate && conflicts.length > 0) {
    const { gap, overlap, outside, decided } = report.certificate.places
    parts.push(formatConflicts(conflicts, gap + overlap + outside - decided - conflicts.length, language))
  }
  if (report.reasons.length > 0)
    parts.push(
      formatTable(
        [
          [say('结果', 'what'), say('原因', 'why'), say('行数', 'rows'), say('例如', 'for example')],
          ...report.reasons.map(({ code, severity, count, examples }) => [
            severityText[severity][language],
            writeRowReason(code, mergeReasonDetails(examples), report.target, language),
            String(count),
            listReasonExamples(examples, 4, (row) => say(`第 ${row} 行`, `row ${row}`)).join(say('；', '; ')),
          ]),
        ],
        { head: true },
      ),
    )
  return parts.join('\n\n')
}

const severityText = {
  refused: { zh: '未收', en: 'refused' },
  flagged: { zh: '待核对', en: 'to check' },
  mended: { zh: '已修补', en: 'mended' },
  note: { zh: '说明', en: 'note' },
} as const

type Say = (zh: string, en: string) => string

function encodingRow({ encoding }: DryRunReport, say: Say): string[][] {
  if (!encoding) return []
  const { texts, utf8, gb18030 } = encoding.evidence
  const evidence =
    texts > 0
      ? say(
          `（${texts} 处非 ASCII 文字：UTF-8 可读 ${utf8}，GB18030 可读 ${gb18030}）`,
          ` (${texts} texts beyond ASCII: ${utf8} are valid UTF-8, ${gb18030} valid GB18030)`,
        )
      : ''
  const stated = encoding.stated
    ? say(`，文件自称 ${encoding.stated}`, `, the file says ${encoding.stated}`)
    : ''
  return [[say('编码', 'encoding'), `${encoding.used}${evidence}${stated}`]]
}

function unusedRows(report: DryRunReport, say: Say): string[][] {
  const unused = listUnusedColumns(report)
  return unused.length === 0
    ? []
    : [[say('未采用的列', 'unused columns'), `${unused.join(say('、', ', '))} (--column)`]]
}

function crsRows({ crs }: DryRunReport, say: Say): string[][] {
  if (crs.used === null) return []
  const because = {
    units: say('与已知单位的位置相符', 'agrees with the known units'),
    stated: say(`文件写明 ${crs.stated?.text ?? ''}`, `the file says ${crs.stated?.text ?? ''}`),
    signature: say(
      '列名是在线地图边界文件(DataV / 高德)的样子，这类文件都是 GCJ-02',
      'its columns are those of boundary files from online maps (DataV / AMap), which are in GCJ-02',
    ),
    columns: say('列名写明', 'the column names say so'),
    numbers: say('坐标数值只可能是它', 'the numbers allow nothing else'),
    usual:
      crs.compared > 0
        ? say(
            '经纬度；可比对的位置不足以定论，若整体偏移约 500 米，请用 --crs gcj02',
            'degrees; what could be compared does not decide: if all lies 500 m off, use --crs gcj02',
          )
        : say(
            '经纬度，没有可比对的单位；若整体偏移约 500 米，请用 --crs gcj02',
            'degrees, with no known unit to compare with; if all lies 500 m off, use --crs gcj02',
          ),
    nothing: say('无法判断', 'cannot be told'),
  }[crs.because]
  const chosen =
    crs.proposed === crs.used
      ? because
      : crs.proposed === null
        ? say(`按要求；${because}`, `as told; ${because}`)
        : say(
            `按要求；看起来更像 ${crs.proposed}（${because}）`,
            `as told; it looks rather like ${crs.proposed} (${because})`,
          )
  const compared = crs.hypotheses.filter(({ inUnit }) => inUnit !== null)
  return [
    [say('坐标系', 'coordinates'), `${crs.used} · ${chosen}`],
    ...(crs.proposed === crs.used && !crs.sure
      ? [
          [
            say('不确定', 'not sure'),
            say(
              `证据不足（可比对的位置 ${crs.compared} 个），请核对；--crs 可指明`,
              `there is too little evidence (${crs.compared} positions to compare): please check, --crs decides`,
            ),
          ],
        ]
      : []),
    ...(compared.length > 0 && (crs.because === 'units' || !crs.sure)
      ? [
          [
            say('证据', 'evidence'),
            compared.map(({ system, inUnit }) => `${system} ${formatShare(inUnit ?? 0)}`).join(' · ') +
              say(
                `（${crs.compared} 个位置落在所属单位内或边界上的比例）`,
                ` (share of ${crs.compared} positions in or on the border of their unit)`,
              ),
          ],
        ]
      : []),
  ]
}

function certificateText(certificate: NonNullable<DryRunReport['certificate']>, say: Say): string {
  const { units, hold, broken, movedM, slivers, unfitted, places } = certificate
  const lines = [
    units > 0
      ? say(
          `拼合证书：${units} 个单位中 ${hold} 个严丝合缝`,
          `Certificate: of ${units} units ${hold} are tiled exactly`,
        )
      : say(
          '拼合证书：没有可比对的上级边界，只检查了彼此',
          'Certificate: there is no border around them to compare with; they were checked against each other',
        ),
  ]
  if (movedM > 0)
    lines.push(
      say(
        `为对齐移动了边界，最远 ${movedM} 米${slivers > 0 ? `；${slivers} 处碎缝有了归属` : ''}`,
        `Borders were moved to fit, by ${movedM} m at most${slivers > 0 ? `; slivers given to a neighbour: ${slivers}` : ''}`,
      ),
    )
  if (unfitted > 0)
    lines.push(
      say(
        `有 ${unfitted} 块未能对齐，原样保留；其余照常对齐`,
        `Could not be fitted, and left as in the file: ${unfitted}; the others were fitted`,
      ),
    )
  const left = places.gap + places.overlap + places.outside - places.decided
  if (left > 0)
    lines.push(
      say(
        `待定地块 ${left} 处：缺口 ${places.gap}，重叠 ${places.overlap}，越界 ${places.outside}；已决定 ${places.decided}`,
        `Places without a clear owner: ${left} (gaps ${places.gap}, overlaps ${places.overlap}, outside ${places.outside}; decided ${places.decided})`,
      ),
    )
  for (const { code, name, gapsM2, overlapsM2, outsideM2, openEdges, at } of broken.slice(0, 10)) {
    const [gaps, overlaps, outside] = [gapsM2, overlapsM2, outsideM2].map(formatSquareMetres)
    lines.push(
      say(
        `  ${name}（${code}）：缺口 ${gaps} 平方米，重叠 ${overlaps} 平方米，越界 ${outside} 平方米，${openEdges} 条边没有对边（如 ${at}）`,
        `  ${name} (${code}): gaps ${gaps} m², overlaps ${overlaps} m², outside ${outside} m², ` +
          `${openEdges} edges without a counterpart (such as at ${at})`,
      ),
    )
  }
  if (broken.length > 10)
    lines.push(say(`  … 另有 ${broken.length - 10} 个`, `  … and ${broken.length - 10} more`))
  return lines.join('\n')
}
