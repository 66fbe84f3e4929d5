/** The style of the pages that a browser shows around a consent. It loads nothing: it uses system fonts and shapes drawn in place. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #ffffff; --ink: #16181d; --soft: #5b6270; --line: #e3e6eb; --good: #1a7f4b; --good-soft: #e4f5ec; --bad: #b42318; --bad-soft: #fdebe9; --calm: #3b5bdb; --calm-soft: #e8edfd }
@media (prefers-color-scheme: dark) { :root { --ground: #101216; --card: #191c22; --ink: #f0f2f5; --soft: #a2a9b6; --line: #2a2f38; --good: #5fd39a; --good-soft: #15301f; --bad: #ff9c92; --bad-soft: #3a1a17; --calm: #9db4ff; --calm-soft: #1c2440 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { width: 100%; max-width: 26rem; padding: 2.5rem 2rem 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; text-align: center; box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 32px rgb(0 0 0 / .06) }
svg { width: 4rem; height: 4rem; padding: .9rem; border-radius: 50%; fill: none; stroke: currentColor; stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round }
.good svg { color: var(--good); background: var(--good-soft) }
.bad svg { color: var(--bad); background: var(--bad-soft) }
.calm svg { color: var(--calm); background: var(--calm-soft) }
h1 { margin: 1.25rem 0 .5rem; font-size: 1.375rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance }
p { margin: 0; color: var(--soft); text-wrap: balance }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8125rem }
@media (max-width: 24rem) { body { padding: .75rem } main { padding: 2rem 1.25rem 1.25rem } }
`;
