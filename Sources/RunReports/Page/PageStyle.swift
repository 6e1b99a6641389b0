/// The page's style sheet.
///
/// Colours of curves are those of Okabe and Ito, which people with any kind of colour vision tell
/// apart, darkened for white paper; dashes part them too. Printing takes the light ones.
enum PageStyle {
    static let text = """
        :root {
          --paper: #fff; --ink: #1c1e21; --soft: #5c6168; --line: #dfe2e6; --shade: #f4f5f7;
          --c0: #0072b2; --c1: #d55e00; --c2: #00805c; --c3: #a8497f;
          --c4: #a87800; --c5: #2f8fc7; --c6: #555;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --paper: #15171a; --ink: #e6e7e9; --soft: #a2a7ae; --line: #33373d; --shade: #1e2125;
            --c0: #56b4e9; --c1: #ff8c4a; --c2: #2fc79b; --c3: #e39ac5;
            --c4: #f0bd45; --c5: #a5d8f6; --c6: #ccc;
          }
        }
        * { box-sizing: border-box; }
        body {
          max-width: 76rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem;
          background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        }
        h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
        h1 { font-size: 1.75rem; margin: 0 0 .75rem; }
        h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
        h3 { font-size: 1rem; margin: 0 0 .25rem; }
        p { margin: 0 0 .75rem; max-width: 46rem; overflow-wrap: anywhere; }
        small, .remark, figcaption p, footer { color: var(--soft); font-size: .875rem; }
        .remark { border-left: 3px solid var(--line); padding-left: .75rem; }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; }
        a { color: var(--c0); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem 1.5rem .3rem 0; text-align: left; vertical-align: top; }
        tr { border-bottom: 1px solid var(--line); }
        td { overflow-wrap: break-word; min-width: 7rem; max-width: 24rem; }
        thead th { vertical-align: bottom; overflow-wrap: break-word; min-width: 7rem; }
        th[scope=row] { font-weight: 400; }
        th small { display: block; line-height: 1.3; }
        th.group { padding-top: 1.1rem; max-width: 0; white-space: nowrap; overflow: visible; }
        td.best { font-weight: 700; }
        td.best::after { content: "\\a0★"; color: var(--c4); }
        @media (min-width: 50rem) {
          .single table { display: block; columns: 3 17rem; column-gap: 2.5rem; }
          .single thead { display: none; }
          .single tbody { display: block; break-inside: avoid; margin-bottom: 1.25rem; }
          .single tr { display: flex; justify-content: space-between; }
          .single th[scope=row] { flex: 1 1 8rem; }
          .single td {
            padding-right: 0; text-align: right; min-width: 0; max-width: 65%;
          }
          .single th.group { padding-top: 0; max-width: none; }
        }
        figure { margin: 0; break-inside: avoid; }
        .charts {
          display: grid; gap: 2rem 2.5rem;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr));
        }
        .charts figure { display: flex; flex-direction: column; justify-content: space-between; }
        .charts figcaption p { margin: 0 0 .35rem; }
        .charts svg:not(.swatch) { display: block; width: 100%; height: auto; }
        .legend {
          display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0 0 .4rem; padding: 0;
          list-style: none; font-size: .875rem; overflow-wrap: anywhere;
        }
        .swatch { width: 30px; height: 8px; margin-right: .25rem; vertical-align: middle; }
        svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
        @media (max-width: 30rem) { svg text { font-size: 14.5px; } }
        svg .y { text-anchor: end; }
        svg .x { text-anchor: middle; }
        .grid, .axis, .reference, .line { fill: none; stroke-width: 1; }
        .grid { stroke: var(--line); }
        .axis { stroke: var(--soft); }
        .reference { stroke: var(--soft); stroke-dasharray: 3 3; }
        path.stage { fill: none; stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 4; }
        .line { stroke: var(--c); stroke-width: 2; stroke-linejoin: round; }
        .band { fill: var(--c); opacity: .16; }
        .dot { fill: var(--c); }
        circle.best { fill: none; stroke: var(--c); stroke-width: 2; }
        .t { fill: transparent; }
        .t:hover { fill: var(--c); }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); }
        .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
        .c6 { --c: var(--c6); }
        .line.d1 { stroke-dasharray: 7 3; } .line.d2 { stroke-dasharray: 2 3; }
        .line.d3 { stroke-dasharray: 9 3 2 3; } .line.d4 { stroke-dasharray: 15 4; }
        .pictures {
          display: grid; gap: 1.25rem; margin-bottom: 2rem; align-items: start;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
        }
        .pictures img { display: block; width: 100%; height: auto; background: var(--shade); }
        .pictures figcaption { color: var(--soft); font-size: .875rem; margin-top: .25rem; }
        code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; }
        footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav, .t { display: none; }
          .wide { overflow: visible; }
          .charts { grid-template-columns: 1fr 1fr; }
          .pictures { grid-template-columns: repeat(3, 1fr); }
          h2, h3, .remark { break-after: avoid; }
        }
        """
}
