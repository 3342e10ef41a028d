import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

/**
 * The entry is a few hundred bytes that fetch the rest by `import()`. Browsers find such imports only when
 * they run; with these links they start on them as soon as they see the page, all at once.
 *
 * @param needed ends of the names of modules that every page needs; what the entry fetches for some pages
 *   only stays out
 */
export function preloadChunks(needed: readonly string[]): Plugin {
  return {
    name: 'preload-chunks',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, chunk }) {
        if (bundle === undefined || chunk === undefined) return []
        const files = new Set<string>()
        const styles = new Set<string>()
        for (const name of chunk.dynamicImports) {
          const fetched = bundle[name]
          if (fetched?.type === 'chunk' && needed.some((end) => fetched.facadeModuleId?.endsWith(end)))
            collect(name, bundle, files, styles)
        }
        return [
          ...[...styles].map((href): HtmlTagDescriptor => ({
            tag: 'link',
            attrs: { rel: 'stylesheet', crossorigin: true, href: `/${href}` },
            injectTo: 'head',
          })),
          ...[...files].map((href): HtmlTagDescriptor => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${href}` },
            injectTo: 'head',
          })),
        ]
      },
    },
  }
}

/** A chunk, what it needs, and their styles; pages that are opened later stay out. */
function collect(name: string, bundle: Rolldown.OutputBundle, files: Set<string>, styles: Set<string>): void {
  const chunk = bundle[name]
  if (chunk?.type !== 'chunk' || chunk.isEntry || files.has(name)) return
  files.add(name)
  for (const css of chunk.viteMetadata?.importedCss ?? []) styles.add(css)
  for (const needed of chunk.imports) collect(needed, bundle, files, styles)
}
