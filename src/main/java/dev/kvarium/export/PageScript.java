package dev.kvarium.export;

/**
 * What makes a page scrub: shows one step at a time with what was to be seen then. It uses what
 * stands in the page and asks nobody; without it the page is a list of all steps.
 */
final class PageScript {
  private PageScript() {}

  static final String TEXT =
      """
      (() => {
        'use strict';
        const steps = [...document.querySelectorAll('#steps > li')];
        const views = document.getElementById('views');
        const at = document.getElementById('at');
        const says = document.getElementById('says');
        const [first, back, play, next, last] = document.querySelectorAll('#scrub button');
        const opened = new Set();
        let now = 0, timer = 0;
        if (!steps.length) return;
        document.documentElement.classList.add('scripted');

        // the newest picture of each view, up to a step
        const seen = i => {
          const found = new Map();
          for (const step of steps.slice(0, i + 1)) {
            for (const figure of step.querySelectorAll('figure')) found.set(figure.dataset.view, figure);
          }
          return found;
        };
        const show = (i, moved) => {
          now = Math.max(0, Math.min(steps.length - 1, i));
          steps.forEach((step, n) => {
            if (n === now) step.setAttribute('aria-current', 'step');
            else step.removeAttribute('aria-current');
          });
          const focused = views.contains(document.activeElement)
            && document.activeElement.closest('figure')?.dataset.view;
          views.querySelectorAll('figure').forEach(each => each.remove());
          for (const [name, figure] of [...seen(now)].sort((a, b) => a[1].dataset.order - b[1].dataset.order)) {
            const copy = figure.cloneNode(true);
            const told = copy.querySelector('details');
            told.open = opened.has(name);
            told.addEventListener('toggle', () => told.open ? opened.add(name) : opened.delete(name));
            views.append(copy);
            if (name === focused) told.querySelector('summary').focus();
          }
          const text = steps[now].dataset.says;
          at.value = now + 1;
          at.setAttribute('aria-valuetext', text);
          says.textContent = text;
          first.disabled = back.disabled = now === 0;
          next.disabled = last.disabled = now === steps.length - 1;
          document.querySelectorAll('#marks .here').forEach(each => each.classList.remove('here'));
          document.querySelectorAll('#marks rect')[now]?.classList.add('here');
          if (moved) {
            history.replaceState(null, '', '#step-' + (now + 1));
            const list = document.getElementById('list');
            if (list.scrollHeight > list.clientHeight) {
              list.scrollTop = steps[now].offsetTop - list.offsetTop - list.clientHeight / 3;
            }
          }
        };
        const stop = () => {
          clearInterval(timer);
          timer = 0;
          play.setAttribute('aria-pressed', 'false');
        };
        const go = i => { stop(); show(i, true); };
        at.addEventListener('input', () => go(at.value - 1));
        first.addEventListener('click', () => go(0));
        back.addEventListener('click', () => go(now - 1));
        next.addEventListener('click', () => go(now + 1));
        last.addEventListener('click', () => go(steps.length - 1));
        play.addEventListener('click', () => {
          if (timer) return stop();
          if (now === steps.length - 1) show(0, true);
          play.setAttribute('aria-pressed', 'true');
          timer = setInterval(() => {
            show(now + 1, true);
            if (now === steps.length - 1) stop();
          }, 1500);
        });
        document.querySelectorAll('#marks rect').forEach((mark, n) => mark.addEventListener('click', () => go(n)));
        document.getElementById('steps').addEventListener('click', event => {
          const link = event.target.closest('a[href^="#step-"]');
          if (!link) return;
          event.preventDefault();
          go(steps.indexOf(link.closest('li')));
        });
        const asked = () => {
          const n = /^#step-(\\d+)$/.exec(location.hash);
          return n ? n[1] - 1 : 0;
        };
        addEventListener('hashchange', () => go(asked()));
        // the step that is asked for is shown beneath the timeline, so there is nowhere to scroll to
        steps.forEach(step => step.removeAttribute('id'));
        show(asked(), true);
      })();
      """;
}
