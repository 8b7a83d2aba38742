const CHOICES = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Wires the menu that chooses light or dark, and applies what was chosen on an earlier visit. */
export function startTheme(select) {
  for (const [value, label] of Object.entries(CHOICES)) select.append(new Option(label, value));
  const stored = localStorage.getItem('theme');
  select.value = stored in CHOICES ? stored : 'system';
  const apply = () => {
    document.documentElement.dataset.theme = select.value;
    localStorage.setItem('theme', select.value);
  };
  select.addEventListener('change', apply);
  apply();
}
