const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/QQBrowser/, 'QQ 浏览器'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

/** "Chrome · Windows" of what a browser says it is; null: it says nothing that people would know. */
export function describeUserAgent(agent: string | null): string | null {
  const known = [BROWSERS, SYSTEMS].flatMap(
    (list) => list.find(([sign]) => sign.test(agent ?? ''))?.[1] ?? [],
  )
  return known.length === 0 ? null : known.join(' · ')
}
