import { z } from 'zod'
import { shallowRef } from 'vue'

const Bookmarks = z.array(z.object({ name: z.string(), path: z.string() })).max(50)
export type Bookmark = z.infer<typeof Bookmarks>[number]

const KEY = 'planner-bookmarks'

/** Views that this reader wants to come back to; kept in the browser. A view is its address. */
export function useBookmarks() {
  const list = shallowRef(read())
  function write(next: Bookmark[]): void {
    list.value = next
    try {
      localStorage.setItem(KEY, JSON.stringify(next))
    } catch {
      // a browser that keeps nothing still has them until the page is closed
    }
  }
  return {
    list,
    add: (bookmark: Bookmark) =>
      write([bookmark, ...list.value.filter((each) => each.path !== bookmark.path)].slice(0, 50)),
    remove: (path: string) => write(list.value.filter((each) => each.path !== path)),
  }
}

function read(): Bookmark[] {
  try {
    return Bookmarks.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    return []
  }
}
