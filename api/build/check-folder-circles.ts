import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { packageRoot } from '../runtime/package-root.ts'

/**
 * npx tsx api/build/check-folder-circles.ts
 *
 * Refuses circles between sibling folders: a folder counts with everything below it, files beside the folders do not
 * count. dependency-cruiser's own folder rule also reports a folder and its parent, which is no circle for a reader.
 * Ends with code 1 and the imports that close each circle.
 */
interface FolderCircle {
  parent: string
  folders: string[]
  /** `importing file → imported file`, a few for each arrow. */
  imports: string[]
}

/** Parent folder → sibling → sibling → imports between the two. */
type SiblingImports = Map<string, Map<string, Map<string, string[]>>>

function findFolderCircles(modules: ICruiseResult['modules']): FolderCircle[] {
  const imports: SiblingImports = new Map()
  for (const { source, dependencies } of modules) {
    for (const { resolved, couldNotResolve } of dependencies) {
      if (!couldNotResolve && isOurs(source) && isOurs(resolved)) addImport(imports, source, resolved)
    }
  }
  return [...imports].flatMap(([parent, siblings]) =>
    findCircles(siblings).map((folders) => ({
      parent,
      folders,
      imports: folders.flatMap((from) =>
        folders.flatMap((to) => (siblings.get(from)?.get(to) ?? []).slice(0, 3)),
      ),
    })),
  )
}

const isOurs = (file: string): boolean => /^(api|web|data)\//.test(file)

/** #shared stands beside api as a room of its own: data imports it, and api imports data. */
const toRoomPath = (file: string): string[] => file.replace(/^api\/shared\//, '#shared/').split('/')

function addImport(imports: SiblingImports, source: string, target: string): void {
  const from = toRoomPath(source)
  const to = toRoomPath(target)
  let depth = 0
  while (from[depth] === to[depth]) depth++
  const [fromFolder, toFolder] = [from[depth], to[depth]]
  // a file directly in the parent is no folder
  if (depth >= from.length - 1 || depth >= to.length - 1 || !fromFolder || !toFolder) return
  const parent = from.slice(0, depth).join('/')
  const siblings = imports.get(parent) ?? new Map<string, Map<string, string[]>>()
  const arrows = siblings.get(fromFolder) ?? new Map<string, string[]>()
  arrows.set(toFolder, [...(arrows.get(toFolder) ?? []), `${source} → ${target}`])
  siblings.set(fromFolder, arrows)
  imports.set(parent, siblings)
}

/** Returns the folders that reach each other, grouped; folders outside of every circle are left out. */
function findCircles(siblings: Map<string, Map<string, string[]>>): string[][] {
  const reachable = new Map([...siblings.keys()].map((folder) => [folder, findReachable(siblings, folder)]))
  const grouped = new Set<string>()
  const circles: string[][] = []
  for (const [folder, reached] of reachable) {
    if (grouped.has(folder) || !reached.has(folder)) continue
    const circle = [...reached].filter((other) => reachable.get(other)?.has(folder))
    for (const each of circle) grouped.add(each)
    circles.push(circle)
  }
  return circles
}

function findReachable(siblings: Map<string, Map<string, string[]>>, start: string): Set<string> {
  const reached = new Set<string>()
  const pending = [...(siblings.get(start)?.keys() ?? [])]
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (reached.has(folder)) continue
    reached.add(folder)
    pending.push(...(siblings.get(folder)?.keys() ?? []))
  }
  return reached
}

process.chdir(packageRoot)
const { output } = await cruise(['api', 'web', 'data'], {
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: { extensions: ['.ts', '.vue', '.js'], exportsFields: ['exports'] },
})
const circles = findFolderCircles((output as ICruiseResult).modules)
for (const { parent, folders, imports } of circles) {
  console.error(`Folders of ${parent || 'the package'} import each other in a circle: ${folders.join(', ')}`)
  for (const each of imports) console.error(`  ${each}`)
}
if (circles.length > 0) process.exitCode = 1
