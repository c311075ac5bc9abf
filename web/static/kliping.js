// Adds suggestions and keyboard shortcuts; every page is complete without this file. No storage but one switch.
"use strict";

document.documentElement.classList.add("scripted");

const SWITCH = "kliping.keys";
const WAIT_MILLISECONDS = 120;
const box = document.getElementById("q");
const dialog = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");

function remembered() {
  try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; }
}

function remember(on) {
  try { localStorage.setItem(SWITCH, on ? "on" : "off"); } catch { /* private mode: for this page only */ }
}

// A form leaves empty fields out of the address.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const empty = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
  for (const field of empty) field.disabled = true;
  setTimeout(() => { for (const field of empty) field.disabled = false; }, 0);
});

// Combobox after the ARIA Authoring Practices: the list only offers, the text stays the reader's.
class Suggestions {
  constructor(input) {
    this.input = input;
    this.items = [];
    this.at = -1;
    this.timer = 0;
    this.asked = null;
    this.list = document.createElement("ul");
    this.list.id = "q-list";
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.label);
    this.list.hidden = true;
    this.told = document.createElement("p");
    this.told.className = "unseen";
    this.told.setAttribute("aria-live", "polite");
    input.form.append(this.list, this.told);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", "q-list"]]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MILLISECONDS);
  }

  async ask() {
    const text = this.input.value.trim();
    if (this.asked) this.asked.abort();
    if (text.length < 2) return this.close();
    this.asked = new AbortController();
    const address = `${this.input.dataset.suggest}?q=${encodeURIComponent(text)}&lang=${this.input.dataset.language}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal });
      if (answer.ok && document.activeElement === this.input) this.show((await answer.json()).suggestions);
    } catch { /* gone offline, or typed on: the page works without */ }
  }

  show(items) {
    this.items = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.told.textContent = this.input.dataset.found.replace("#", String(items.length));
  }

  option(item, number) {
    const option = document.createElement("li");
    option.id = `q-option-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.textContent = item.text;
    option.append(text);
    const facts = [this.input.dataset[item.kind]];
    if (item.count && item.kind !== "headline") facts.push(item.count.toLocaleString(document.documentElement.lang));
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = facts.filter(Boolean).join(" · ");
    option.append(count);
    option.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(number); });
    return option;
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      return this.close();
    }
    if (this.list.hidden) return undefined;
    if (event.key === "ArrowDown") { event.preventDefault(); this.move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); this.move(-1); }
    if (event.key === "Enter" && this.at >= 0) { event.preventDefault(); this.take(this.at); }
    return undefined;
  }

  move(step) {
    const count = this.items.length;
    this.at = (this.at + step + count + 1) % (count + 1);
    if (this.at === count) this.at = -1;
    [...this.list.children].forEach((option, number) =>
      option.setAttribute("aria-selected", String(number === this.at)));
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `q-option-${this.at}`);
  }

  take(number) {
    const item = this.items[number];
    this.close();
    if (item.kind === "word") {
      this.input.value = item.text;
      this.input.form.requestSubmit();
    } else {
      location.assign(item.url);
    }
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

// Shortcuts: / j k n p f ? Esc, single keys that never act while one is typing and can be switched off.
function among(selector, step) {
  const all = [...document.querySelectorAll(selector)];
  if (!all.length) return null;
  const now = all.findIndex((item) => item.classList.contains("here") || item.classList.contains("now"));
  const next = Math.max(0, Math.min(all.length - 1, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step));
  return { all, next, item: all[next] };
}

function result(step) {
  const found = among(".hits > li, .newest > li", step);
  if (!found) return;
  for (const item of found.all) item.classList.remove("here");
  found.item.classList.add("here");
  found.item.querySelector("h2 a, h3 a").focus();
}

function forward(step) {
  const found = among(".story mark[id]", step);
  if (found) {
    for (const item of found.all) item.classList.remove("now");
    found.item.classList.add("now");
    found.item.focus({ preventScroll: true });
    found.item.scrollIntoView({ block: "center" });
    const told = document.querySelector("[data-steps]");
    told.textContent = told.dataset.steps.replace("##", String(found.all.length)).replace("#", String(found.next + 1));
    return;
  }
  const link = document.querySelector(step > 0 ? ".pager a[rel=next]" : ".pager a[rel=prev]");
  if (link) link.click();
}

function filters() {
  const opener = document.getElementById("saring");
  const first = document.querySelector(".filters input");
  if (!first) return;
  if (opener) opener.checked = true;
  first.focus();
}

const ACTIONS = {
  "/": () => { box.focus(); box.select(); },
  j: () => result(1),
  k: () => result(-1),
  n: () => forward(1),
  p: () => forward(-1),
  f: filters,
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
  if (event.key === "Escape" && typing && typing.tagName === "INPUT") typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keysOn.checked) return;
  const action = ACTIONS[event.key];
  if (action) { event.preventDefault(); action(); }
});

keysOn.checked = remembered();
keysOn.addEventListener("change", () => remember(keysOn.checked));
document.querySelector("[data-help]").addEventListener("click", () => dialog.showModal());
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
if (box) new Suggestions(box);
