import { randomUUID } from 'node:crypto'
import { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { MAX_DRAWN_POINTS } from '#shared/drafts/check-drawn-line.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { AttackTarget } from './attacks.ts'

/** Cuts of a request, each followed by its undo: with lines of a thousand points the body stays below 1 MB. */
const CUTS = 30

interface OpenDraft {
  id: string
  steps: number
  /** A grid of its street and a zigzag line through it. */
  grid: number
  line: [x: number, y: number][]
}

const drafts = new Map<number, Promise<OpenDraft>>()

/**
 * Sends cuts along lines of a thousand points, and takes each of them back, to a draft of the lane's own in a street of
 * its own; another draft when that one takes no more steps.
 */
export async function sendDraftSteps(
  target: AttackTarget,
  lane: number,
  signal: AbortSignal,
): Promise<Response> {
  const draft = await (drafts.get(lane) ?? beginDraft(target, lane))
  const steps = Array.from({ length: CUTS }, (_, i): NewStep[] => [
    {
      id: randomUUID(),
      step: 'do',
      operation: { op: 'split', grid: draft.grid, line: draft.line, newGrid: -1 - i },
    },
    { id: randomUUID(), step: 'undo' },
  ]).flat()
  const answer = await post(target, `drafts/${draft.id}/steps`, { after: draft.steps, steps }, signal)
  if (answer.ok) {
    const { accepted, refused } = (await answer.clone().json()) as { accepted: string[]; refused: unknown }
    draft.steps += accepted.length
    if (refused !== null) drafts.delete(lane)
  }
  return answer
}

function beginDraft(target: AttackTarget, lane: number): Promise<OpenDraft> {
  const begin = async (): Promise<OpenDraft> => {
    const { units } = await get<{ units: { code: string }[] }>(target, 'units?level=street&limit=50')
    const street = units[lane % units.length]!.code
    const base = readDraftBase(DraftBase.parse(await get(target, `units/${street}/ground`)))
    const cell = [...base.set.cells.values()].find(({ id }) => base.places.get(id) === 'own')!
    const [west, south, east, north] = getShapeBox(cell.shape)
    const line = Array.from({ length: MAX_DRAWN_POINTS }, (_, i): [number, number] => [
      Math.round(west - 500 + ((east - west + 1000) * i) / (MAX_DRAWN_POINTS - 1)),
      Math.round((south + north) / 2) + (i % 2 === 0 ? 400 : -400),
    ])
    const name = `attack ${lane} ${randomUUID().slice(0, 8)}`
    const answer = await post(target, `units/${street}/drafts`, { id: randomUUID(), name })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    const { id } = (await answer.json()) as { id: string }
    return { id, steps: 0, grid: cell.id, line }
  }
  const draft = begin()
  drafts.set(lane, draft)
  return draft
}

async function get<T>({ url, headers }: AttackTarget, path: string): Promise<T> {
  const answer = await fetch(`${url}/api/cities/320900/${path}`, { headers })
  // the caller names the answer of the path
  return (await answer.json()) as T
}

function post(
  { url, headers }: AttackTarget,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${url}/api/cities/320900/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  })
}
