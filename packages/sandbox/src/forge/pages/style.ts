/** The look of all pages: quiet, light and dark, from 320 pixels on. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #ffffff; --raised: #f0f2f5; --line: #d7dce2; --text: #1c2430; --muted: #5a6675;
  --accent: #0b5cad; --accent-text: #ffffff; --focus: #0b5cad;
  --open: #1a7f4b; --closed: #b3261e; --merged: #6f42c1; --pending: #8a5a00;
  --plus: #e3f6e9; --plus-sign: #116633; --minus: #fdeaea; --minus-sign: #a3201a; --hunk: #e9f0f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151c; --surface: #171e27; --raised: #1f2833; --line: #313c4a; --text: #e4e9ef; --muted: #9aa7b5;
    --accent: #6fb1f5; --accent-text: #0a1521; --focus: #8cc3fa;
    --open: #4cc38a; --closed: #ff7b72; --merged: #b794f6; --pending: #e0a943;
    --plus: #12301f; --plus-sign: #63d394; --minus: #3a191b; --minus-sign: #ff938c; --hunk: #1b2a3b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.mono, pre, code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 13px; }
.muted { color: var(--muted); }
.added { color: var(--plus-sign); } .removed { color: var(--minus-sign); }
.skip { position: absolute; left: -9999px; } .skip:focus { left: 8px; top: 8px; background: var(--surface); padding: 8px; z-index: 2; }
.bar { background: var(--surface); border-bottom: 1px solid var(--line); }
.bar > div { max-width: 1080px; margin: 0 auto; padding: 10px 20px; display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; }
.brand { font-weight: 650; color: var(--text); display: inline-flex; gap: 8px; align-items: center; }
.bar form { display: flex; gap: 6px; align-items: center; }
main { max-width: 1080px; margin: 0 auto; padding: 20px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 6px; overflow-wrap: anywhere; font-weight: 600; }
h2 { font-size: 17px; margin: 28px 0 10px; font-weight: 600; }
.crumbs { color: var(--muted); margin: 0 0 10px; overflow-wrap: anywhere; }
nav.tabs { display: flex; gap: 18px; border-bottom: 1px solid var(--line); margin: 12px 0 20px; flex-wrap: wrap; }
nav.tabs a { padding: 8px 2px; color: var(--muted); border-bottom: 2px solid transparent; }
nav.tabs a[aria-current] { color: var(--text); border-color: var(--accent); font-weight: 600; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px; overflow: hidden; }
.card > header { padding: 10px 16px; background: var(--raised); border-bottom: 1px solid var(--line); display: flex; gap: 8px; flex-wrap: wrap; align-items: baseline; }
.padded { padding: 14px 16px; margin: 0; }
.card.padded { margin: 0 0 16px; }
.card.padded > p:first-child { margin-top: 0; }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows > li { padding: 10px 16px; border-top: 1px solid var(--line); display: flex; gap: 4px 12px; align-items: baseline; flex-wrap: wrap; }
ul.rows > li:first-child { border-top: 0; }
ul.rows .grow { flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
.badge { display: inline-flex; align-items: center; gap: 6px; border-radius: 999px; padding: 1px 10px; font-size: 13px; font-weight: 600; border: 1px solid currentColor; color: var(--muted); white-space: nowrap; }
.badge.open, .badge.success, .badge.approved { color: var(--open); }
.badge.closed, .badge.failure, .badge.changes { color: var(--closed); }
.badge.merged { color: var(--merged); }
.badge.pending { color: var(--pending); }
.label { display: inline-block; margin: 0 4px 2px 0; border: 1px solid var(--line); background: var(--raised); border-radius: 999px; padding: 0 8px; font-size: 12.5px; overflow-wrap: anywhere; }
.label::before { content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 6px; background: var(--dot, var(--muted)); box-shadow: 0 0 0 1px var(--muted); }
.branch { background: var(--raised); border: 1px solid var(--line); border-radius: 5px; padding: 0 6px; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 270px; gap: 24px; align-items: start; }
.columns aside h2 { margin: 0 0 6px; font-size: 14px; } .columns aside section { border-bottom: 1px solid var(--line); padding: 0 0 12px; margin: 0 0 12px; }
.columns aside ul { list-style: none; margin: 0; padding: 0; } .columns aside li { margin: 4px 0; overflow-wrap: anywhere; }
button, select, textarea, input { font: inherit; color: inherit; }
button { border: 1px solid var(--line); background: var(--raised); border-radius: 6px; padding: 5px 14px; cursor: pointer; font-weight: 550; }
button:hover:not(:disabled) { border-color: var(--muted); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button.danger { color: var(--closed); }
button:disabled { opacity: 0.55; cursor: not-allowed; }
select, textarea { border: 1px solid var(--line); background: var(--surface); border-radius: 6px; padding: 5px 8px; max-width: 100%; }
textarea { width: 100%; min-height: 84px; display: block; resize: vertical; }
.actions { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; margin-top: 10px; }
.notice { border: 1px solid var(--line); border-left: 4px solid var(--closed); background: var(--surface); border-radius: 6px; padding: 10px 14px; margin: 0 0 16px; }
.diff .file { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 14px; overflow: hidden; }
.diff summary { padding: 8px 14px; background: var(--raised); cursor: pointer; overflow-wrap: anywhere; }
.diff .counts { float: right; }
.scroll { overflow-x: auto; }
table.lines { border-collapse: collapse; min-width: 100%; font: 12.5px/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; tab-size: 4; }
table.lines td { padding: 0 8px; white-space: pre; vertical-align: top; }
table.lines .number { color: var(--muted); text-align: right; width: 1%; user-select: none; min-width: 34px; }
table.lines .sign { width: 1%; padding-right: 0; user-select: none; }
tr.plus td { background: var(--plus); } tr.plus .sign { color: var(--plus-sign); }
tr.minus td { background: var(--minus); } tr.minus .sign { color: var(--minus-sign); }
tr.hunk td { background: var(--hunk); color: var(--muted); }
.prose { overflow-wrap: anywhere; } .prose > :first-child { margin-top: 0; } .prose > :last-child { margin-bottom: 0; }
.prose pre { background: var(--raised); border-radius: 6px; padding: 10px 12px; overflow-x: auto; }
.prose code { background: var(--raised); border-radius: 4px; padding: 1px 4px; } .prose pre code { padding: 0; }
.prose table { border-collapse: collapse; display: block; overflow-x: auto; } .prose th, .prose td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; }
.prose blockquote { margin: 0 0 12px; padding: 0 12px; border-left: 3px solid var(--line); color: var(--muted); }
.prose img { max-width: 100%; }
@media (max-width: 760px) {
  main { padding: 14px; } .columns { grid-template-columns: minmax(0, 1fr); gap: 8px; } .bar form { flex-wrap: wrap; } h1 { font-size: 20px; }
  .bar > div { padding: 8px 14px; }
}
`;
