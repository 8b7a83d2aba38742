/** Wires the tabs of the panel; the one that was open before a reload is open again. */
export function startPanelTabs(panel) {
  for (const tab of tabsOf(panel)) {
    tab.addEventListener('click', () => select(panel, tab.dataset.panelTab));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const tabs = tabsOf(panel);
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      select(panel, next.dataset.panelTab);
      next.focus();
    });
  }
  select(panel, sessionStorage.getItem('panel') ?? 'stories');
}

/** Shows one tab of the panel: `stories`, `samples` or `controls`; opens the panel where the window is too narrow for it. */
export function showPanelTab(name) {
  select(document.getElementById('panel'), name);
  if (!document.querySelector('.panel-toggle').checkVisibility()) return;
  document.body.classList.remove('show-sidebar');
  document.body.classList.add('show-panel');
}

function select(panel, name) {
  sessionStorage.setItem('panel', name);
  for (const tab of tabsOf(panel)) {
    const isShown = tab.dataset.panelTab === name;
    tab.setAttribute('aria-selected', String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !isShown;
  }
}

function tabsOf(panel) {
  return [...panel.querySelectorAll('[data-panel-tab]')];
}
