/** Elements by tag, each with what loads its chunk and registers it. */
export type ElementLoaders = Readonly<Record<string, () => Promise<void>>>;

/** Tags that some copy of the loader on this page, of whatever version, has taken on. */
const claimedKey = Symbol.for('homecoming.widgets.claimed');

type Claims = { [claimedKey]?: Set<string> };

/**
 * Loads the elements that the page uses, now or later, each once, and nothing else. Copies of the loader share their
 * claims, so that two script tags, of two versions even, neither load nor register an element twice.
 */
export function startLoader(loaders: ElementLoaders): void {
  const claimed = ((globalThis as Claims)[claimedKey] ??= new Set());
  const isOpen = (tag: string) => !claimed.has(tag) && !customElements.get(tag);

  const scan = () => {
    const open = Object.keys(loaders).filter(isOpen);
    if (open.length === 0) observer.disconnect();
    for (const tag of open) {
      if (document.getElementsByTagName(tag).length > 0) void load(tag);
    }
  };

  const load = async (tag: string) => {
    claimed.add(tag);
    try {
      await loaders[tag]?.();
    } catch {
      // The browser has reported what it could not load; the element's own content stays. Again with the network only,
      // not with every change of the page.
      addEventListener('online', () => retry(tag), { once: true });
    }
  };

  const retry = (tag: string) => {
    claimed.delete(tag);
    start();
  };

  const observer = new MutationObserver(scan);
  const start = () => {
    observer.observe(document, { childList: true, subtree: true });
    scan();
  };
  start();
}
