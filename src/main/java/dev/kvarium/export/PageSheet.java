package dev.kvarium.export;

import dev.kvarium.view.SvgRenderer;

/** How a page looks: one column where it is narrow, two where there is room; light or dark. */
final class PageSheet {
  private PageSheet() {}

  static String text() {
    return SHEET + SvgRenderer.sheet();
  }

  private static final String SHEET =
      """
      :root{color-scheme:light dark;--ground:#fff;--card:#f6f8fa;--text:#1f2328;--quiet:#59636e;
      --line:#d0d7de;--now:#0058a3;--lost:#a33f00;--on:#fff;
      --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
      @media (prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161b22;--text:#e6edf3;
      --quiet:#9da7b3;--line:#30363d;--now:#6cb6ff;--lost:#ff8f4d;--on:#0d1117}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:90rem;padding:0 1rem 3rem;background:var(--ground);
      color:var(--text);font:1rem/1.5 system-ui,sans-serif}
      h1{font-size:1.5rem;line-height:1.25;margin:1.2rem 0 .4rem}
      h2{font-size:1.1rem;margin:1.2rem 0 .4rem}
      h3{font:600 .95rem/1.4 var(--mono);margin:0;overflow-wrap:anywhere}
      header p{max-width:65ch;margin:.3rem 0}
      footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.6rem}
      .quiet,footer{color:var(--quiet);font-size:.9rem}
      code,pre{font-family:var(--mono);font-size:.9rem}
      pre{margin:.3rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
      a{color:var(--now)}
      :focus-visible{outline:3px solid var(--now);outline-offset:2px}
      .skip{position:absolute;left:-99rem}
      .skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.4rem}
      #steps{list-style:none;margin:0;padding:0}
      #steps>li{border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;margin:0 0 .7rem;
      background:var(--card)}
      #steps a{color:inherit;text-decoration:none}
      #steps a:hover{text-decoration:underline}
      .prose{margin:0 0 .4rem;max-width:65ch}
      .glass-line{color:var(--quiet)}
      .passed{color:var(--now);font-weight:600}
      .lost{color:var(--lost);font-weight:600}
      figure{margin:.7rem 0 0;padding:.6rem;border:1px solid var(--line);border-radius:8px;
      background:var(--ground)}
      figcaption{font-size:.9rem}
      figcaption>b{display:block;font:600 .9rem/1.4 var(--mono);overflow-wrap:anywhere}
      svg.glass{display:block;width:100%;height:auto;max-width:48rem;margin:.4rem 0}
      svg.wide{display:none}
      details p{margin:.2rem 0;max-width:75ch;overflow-wrap:anywhere}
      summary{color:var(--now);min-height:1.5rem}
      #scrub{display:none;position:sticky;top:0;z-index:1;background:var(--ground);
      border-bottom:1px solid var(--line);padding:.5rem 0 .6rem}
      .scripted #scrub{display:block}
      #scrub div{display:flex;gap:.5rem;align-items:center;flex-wrap:wrap}
      #scrub button{font:inherit;min-width:2.75rem;min-height:2.75rem;border:1px solid var(--now);
      border-radius:8px;background:var(--ground);color:var(--now);cursor:pointer}
      #scrub button[aria-pressed=true]{background:var(--now);color:var(--on)}
      #scrub button:disabled{border-color:var(--line);color:var(--quiet);cursor:default}
      #at{flex:1 1 10rem;min-width:8rem;height:2.75rem;accent-color:var(--now)}
      #scrub p{flex:1 1 100%;margin:0;font:.9rem/1.4 var(--mono);overflow:hidden;
      text-overflow:ellipsis;white-space:nowrap}
      #marks{flex:1 1 100%;height:14px;display:block}
      #marks .tick{fill:var(--line)}#marks .limit{fill:var(--now)}#marks .loss{fill:var(--lost)}
      #marks .here{fill:var(--text)}
      #views{display:none}
      .scripted #views{display:block}
      .scripted #steps figure{display:none}
      .scripted #steps>li[aria-current]{border:2px solid var(--now)}
      @media (max-width:59.99rem){.scripted #steps>li:not([aria-current]){display:none}
      .scripted #steps-title{position:absolute;left:-99rem}}
      @media (min-width:60rem){
      .scripted main{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.5rem}
      .scripted #list{max-height:calc(100vh - 9rem);overflow-y:auto;position:sticky;top:8.5rem;
      padding:3px}
      .scripted #steps>li{scroll-margin:.5rem}
      svg.wide{display:block}svg.narrow{display:none}}
      @media print{#scrub,#views{display:none!important}.scripted #steps figure,
      .scripted #steps>li{display:block!important}}
      """;
}
