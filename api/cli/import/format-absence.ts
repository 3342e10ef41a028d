import type { DryRunReport } from '../../transfer/import/staging/import-report.ts'

/** Returns what the report of an import says about rows that stand in the city and not in the file. */
export function formatAbsence(
  { absent, retired, notJudged, emptied }: DryRunReport,
  language: 'zh' | 'en',
): string[] {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const parts: string[] = []
  if (retired > 0)
    parts.push(
      say(
        `文件所涉单位内、文件里没有、撤销：${retired}`,
        `In the units of the file, not in it, and retired: ${retired}`,
      ),
    )
  if (absent > retired)
    parts.push(
      say(
        `文件所涉单位内、文件里没有、保留不动：${absent - retired}（--missing retire 可撤销）`,
        `In the units of the file, not in it, and kept: ${absent - retired} (--missing retire would retire them)`,
      ),
    )
  if (notJudged > 0)
    parts.push(
      say(
        `在文件所涉单位之外、未作判断：${notJudged}（文件若覆盖更大范围，用 --within 代码 指明）`,
        `Outside the units of the file, and not judged: ${notJudged} (--within CODE says what else the file covers)`,
      ),
    )
  const kept = emptied.filter((unit) => unit.kept)
  if (kept.length > 0 && absent > retired)
    parts.push(
      say(
        `文件里一行也没有的单位，其内容保留（--missing retire --empty yes 才会清空）：`,
        `Units of which the file holds no row; what stands in them is kept (only --missing retire --empty yes empties them):`,
      ) +
        kept
          .slice(0, 10)
          .map(({ code, name, rows }) => `\n  ${name} (${code}): ${rows}`)
          .join('') +
        (kept.length > 10
          ? say(`\n  … 另有 ${kept.length - 10} 个`, `\n  … and ${kept.length - 10} more`)
          : ''),
    )
  return parts
}
