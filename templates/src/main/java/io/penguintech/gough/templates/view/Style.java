package io.penguintech.gough.templates.view;

/** The style of all pages: light and dark, wide and narrow, no file from elsewhere. */
final class Style {
    static final String TEXT = """
            :root {
              color-scheme: light dark;
              --ground: light-dark(#f5f6f8, #14161a);
              --sheet: light-dark(#ffffff, #1d2026);
              --line: light-dark(#dde1e7, #333842);
              --ink: light-dark(#1b1f27, #e7eaf0);
              --quiet: light-dark(#5a6372, #a0a9b8);
              --link: light-dark(#1c4fc4, #8db2ff);
              --good: light-dark(#146c37, #6fd69a); --good-bg: light-dark(#e0f4e7, #17341f);
              --busy: light-dark(#1c4fc4, #8db2ff); --busy-bg: light-dark(#e4ecfd, #1b2b4d);
              --warn: light-dark(#7d4b00, #f0bd61); --warn-bg: light-dark(#fdf0d5, #3c2e11);
              --bad: light-dark(#a91d1d, #ff9a92); --bad-bg: light-dark(#fde6e4, #4a1d1b);
              --calm: light-dark(#4a5362, #b4bccb); --calm-bg: light-dark(#eaedf2, #2b3039);
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--ground); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
            a { color: var(--link); text-underline-offset: .15em; }
            :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
            .skip { position: absolute; left: -999px; }
            .skip:focus { left: 1rem; top: .5rem; background: var(--sheet); padding: .4rem .8rem; z-index: 2; }
            header { background: var(--sheet); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
            .bar { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: center;
              max-width: 84rem; margin: auto; padding: .6rem 1rem; }
            .brand { font-weight: 700; font-size: 1.15rem; color: var(--ink); text-decoration: none; }
            nav { display: flex; gap: .3rem; flex-wrap: wrap; }
            nav a { padding: .25rem .7rem; border-radius: 6px; text-decoration: none; color: var(--quiet); }
            nav a:hover { background: var(--calm-bg); }
            nav a[aria-current] { background: var(--busy-bg); color: var(--busy); font-weight: 600; }
            .grow { flex: 1; }
            main, footer { max-width: 84rem; margin: auto; padding: 1rem; }
            footer { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; color: var(--quiet); font-size: .85rem; }
            h1 { font-size: 1.45rem; margin: 0; } h2 { font-size: 1.15rem; margin: 0; } h3 { font-size: 1rem; margin: 0; }
            section { margin-top: 1.6rem; }
            .title { display: flex; flex-wrap: wrap; gap: .5rem .7rem; align-items: center; margin-bottom: .3rem; }
            .quiet { color: var(--quiet); } .text { overflow-wrap: anywhere; }
            code { font: .86em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--calm-bg);
              padding: .1em .35em; border-radius: 4px; }
            code.long { overflow-wrap: anywhere; }
            .banner { background: var(--bad-bg); color: var(--bad); border: 1px solid currentColor; border-radius: 8px;
              padding: .7rem 1rem; }
            .empty { color: var(--quiet); border: 1px dashed var(--line); border-radius: 8px; padding: 1.2rem; text-align: center; }
            .tiles { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .7rem;
              padding: 0; margin: .8rem 0; }
            .tiles li { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
            .tiles a { display: block; padding: .7rem 1rem; color: var(--quiet); text-decoration: none; }
            .tiles a:hover { text-decoration: underline; }
            .tiles strong { display: block; font-size: 1.7rem; line-height: 1.1; color: var(--ink); font-variant-numeric: tabular-nums; }
            .tiles .good strong { color: var(--good); } .tiles .busy strong { color: var(--busy); }
            .tiles .bad strong { color: var(--bad); } .tiles .warn strong { color: var(--warn); }
            .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .7rem; margin: .8rem 0; }
            .card { background: var(--sheet); border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 10px;
              padding: .7rem 1rem; }
            .card.bad { border-left-color: var(--bad); } .card p { margin: .2rem 0 0; }
            .scroll { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; margin: .8rem 0; }
            table { border-collapse: collapse; width: 100%; }
            caption { text-align: left; font-weight: 600; padding: .7rem 1rem .4rem; }
            caption.hidden { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
            th, td { text-align: left; vertical-align: top; padding: .5rem 1rem; border-top: 1px solid var(--line); }
            thead th { color: var(--quiet); font-size: .8rem; font-weight: 600; border-top: 0; white-space: nowrap; }
            tbody th { font-weight: 600; white-space: nowrap; }
            td { font-variant-numeric: tabular-nums; white-space: nowrap; } time { white-space: nowrap; }
            td.text, td .text { white-space: normal; min-width: 11rem; } th .quiet { font-weight: 400; }
            tbody tr:hover { background: color-mix(in srgb, var(--calm-bg) 45%, transparent); }
            .pill { display: inline-block; padding: .05rem .6rem; border-radius: 99px; font-size: .8rem; font-weight: 600;
              white-space: nowrap; background: var(--calm-bg); color: var(--calm); }
            .pill.in-sync, .pill.done, .pill.healthy { background: var(--good-bg); color: var(--good); }
            .pill.applying, .pill.changing, .pill.running, .pill.requested, .pill.working, .pill.waiting, .pill.notice, .pill.apply
              { background: var(--busy-bg); color: var(--busy); }
            .pill.awaiting-approval, .pill.finding, .pill.disruptive, .pill.attention, .pill.propose, .pill.unknown
              { background: var(--warn-bg); color: var(--warn); }
            .pill.destructive, .pill.blocked, .pill.stalled, .pill.rejected, .pill.declined, .pill.failed, .pill.stopped, .pill.unhealthy
              { background: var(--bad-bg); color: var(--bad); }
            .headline { font-size: 1.15rem; font-weight: 600; margin: .4rem 0; }
            .lost { border: 2px solid var(--bad); border-radius: 10px; padding: .7rem 1rem; margin: .8rem 0; background: var(--bad-bg); }
            .lost h3 { color: var(--bad); } .lost ul, .problems { margin: .4rem 0; padding-left: 1.2rem; }
            .lost li, summary, .headline { overflow-wrap: anywhere; unicode-bidi: isolate; } .sign-in label input { margin-left: .5rem; }
            .problems code { overflow-wrap: anywhere; }
            details { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; padding: 0 1rem; }
            summary { cursor: pointer; padding: .55rem 0; } details table { margin: .3rem 0; }
            del { color: var(--bad); background: var(--bad-bg); text-decoration: none; padding: 0 .25em; border-radius: 3px; overflow-wrap: anywhere; }
            ins { color: var(--good); background: var(--good-bg); text-decoration: none; padding: 0 .25em; border-radius: 3px; overflow-wrap: anywhere; }
            .facts { display: grid; gap: .3rem; margin: .8rem 0; }
            .facts div { display: flex; gap: 1rem; } .facts dt { color: var(--quiet); min-width: 6rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
            .filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: .8rem 0; }
            .filter label { color: var(--quiet); font-size: .85rem; }
            input, select, button { font: inherit; color: var(--ink); background: var(--sheet); border: 1px solid var(--quiet);
              border-radius: 6px; padding: .3rem .6rem; }
            button { cursor: pointer; font-weight: 600; }
            progress { width: 6rem; accent-color: var(--good); vertical-align: middle; }
            @media (max-width: 40rem) { th, td { padding: .45rem .6rem; } .facts div { display: block; } }
            """;

    private Style() {}
}
