// Small comforts. Every page works without them.
const busy = form => {
  form.dataset.sent = '1';
  for (const b of form.querySelectorAll('button[data-busy]')) b.setAttribute('aria-disabled', 'true');
};
addEventListener('submit', e => {
  const form = e.target;
  // Sent by a script of the page.
  if (form.method !== 'post' || e.defaultPrevented) return;
  // A second click must not send the form twice.
  if (form.dataset.sent) return e.preventDefault();
  const b = e.submitter;
  // Without a network the browser would put its own page in the place of what was typed.
  if (!navigator.onLine) {
    e.preventDefault();
    return keepUntilOnline(form, b);
  }
  if (b?.dataset.busy) { b.dataset.label = b.textContent; b.textContent = b.dataset.busy; }
  busy(form);
});
// Said where the button is; sent, as it then stands, once the network is back.
function keepUntilOnline(form, button) {
  if (form.dataset.waits) return;
  form.dataset.waits = '1';
  const note = document.createElement('p');
  note.className = 'notice warn';
  note.role = 'status';
  form.append(note);
  note.textContent = document.documentElement.lang === 'en'
    ? 'No network. What you typed stays here and leaves as soon as it is back: keep this page open.'
    : 'Pas de réseau. Votre saisie reste ici et partira dès qu’il revient\u202f: gardez cette page ouverte.';
  note.scrollIntoView({ block: 'nearest' });
  addEventListener('online', () => {
    note.remove();
    delete form.dataset.waits;
    form.requestSubmit(button);
  }, { once: true });
}
addEventListener('pageshow', e => {
  if (e.persisted) for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const b of form.querySelectorAll('[aria-disabled]')) {
      b.removeAttribute('aria-disabled');
      if (b.dataset.label) b.textContent = b.dataset.label;
    }
  }
});
// The answer to a form is no page to come back to: "back" and reload then ask for the form's address, instead of ending in the browser's own page on sending again.
const answered = document.documentElement.dataset.answered;
if (answered) history.replaceState(history.state, '', answered);
// Nothing typed is lost by leaving without meaning to.
addEventListener('input', e => { const f = e.target.form; if (f?.hasAttribute('data-guard')) f.dataset.dirty = '1'; });
addEventListener('beforeunload', e => { if (document.querySelector('form[data-dirty]:not([data-sent])')) e.preventDefault(); });
// What must be corrected is read first; it is not saved yet.
const errors = document.getElementById('errors');
errors?.focus();
errors?.closest('form[data-guard]')?.setAttribute('data-dirty', '1');
// On a narrow screen the current tab may lie beyond the edge.
document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
// Menus close like menus.
const close = but => { for (const d of document.querySelectorAll('details.menu[open]')) if (!d.contains(but)) d.open = false; };
addEventListener('click', e => close(e.target));
addEventListener('keydown', e => {
  const d = e.key === 'Escape' && document.querySelector('details.menu[open]');
  if (d) { d.open = false; d.querySelector('summary').focus(); }
});
