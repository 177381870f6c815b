package io.penguintech.gough.templates.view;

/**
 * The script of all pages: asks for the page again every few seconds while somebody looks, and puts in what changed.
 * What is folded open stays open, and nothing moves under somebody who types or selects.
 */
final class Script {
    static final String TEXT = """
            'use strict';
            (() => {
              const every = 5000, longest = 60000;
              const note = document.getElementById('live');
              let wait = every, last = '';

              const keyOf = (details) => details.querySelector('summary')?.textContent ?? '';

              const isBusy = () => {
                const selection = document.getSelection();
                const typing = document.activeElement?.closest('input, select, textarea');
                return Boolean(typing) || (selection !== null && !selection.isCollapsed);
              };

              const put = (text) => {
                const fresh = new DOMParser().parseFromString(text, 'text/html');
                const from = fresh.querySelector('main'), to = document.querySelector('main');
                if (!from || !to) throw new Error('not a page');
                if (from.innerHTML !== last && from.innerHTML !== to.innerHTML) {
                  const open = new Set([...to.querySelectorAll('details[open]')].map(keyOf));
                  last = from.innerHTML;
                  to.replaceChildren(...document.importNode(from, true).childNodes);
                  for (const details of to.querySelectorAll('details')) details.open = open.has(keyOf(details));
                }
                const then = fresh.querySelector('footer time'), now = document.querySelector('footer time');
                if (then && now) { now.textContent = then.textContent; now.dateTime = then.dateTime; }
              };

              const look = async () => {
                try {
                  if (!document.hidden && !isBusy()) {
                    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(every * 2) });
                    if (answer.redirected) { location.reload(); return; }
                    if (!answer.ok) throw new Error('HTTP ' + answer.status);
                    put(await answer.text());
                    note.textContent = '';
                    wait = every;
                  }
                } catch (problem) {
                  wait = Math.min(wait * 2, longest);
                  note.textContent = 'Gough does not answer; this page may be old. Next try in ' + wait / 1000 + ' s.';
                }
                setTimeout(look, wait);
              };
              setTimeout(look, every);
            })();
            """;

    private Script() {}
}
