export type ContentEncoding = 'br' | 'gzip'

/** Returns the encoding that the client accepts, the smaller one first; null for none. */
export function negotiateEncoding(header: string | undefined): ContentEncoding | null {
  if (header === undefined) return null
  const accepted = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      return [name, parameters.every((parameter) => !/^q=0(\.0*)?$/.test(parameter))]
    }),
  )
  const accepts = (name: string) => accepted.get(name) ?? accepted.get('*') ?? false
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : null
}
