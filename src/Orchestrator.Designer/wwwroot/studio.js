// What Studio's build leaves to the page that it stands in: proof of origin, signing in again, and going from page to page.
(() => {
  "use strict";

  const token = document.querySelector("meta[name=antiforgery]").content;

  // One editor window; its own saves never stand in its way.
  const session = Array.from(crypto.getRandomValues(new Uint8Array(16)), part => part.toString(16).padStart(2, "0")).join("");

  const send = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : input, document.baseURI);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const isChange = address.origin === location.origin && method !== "GET" && method !== "HEAD";
    if (isChange) {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      headers.set("X-Antiforgery-Token", token);
      headers.set("X-Editor-Session", session);
      init = { ...init, headers };
    }

    const answer = await send(input, init);
    if (answer.status === 401 && address.origin === location.origin) {
      location.assign("/sign-in?returnUrl=" + encodeURIComponent(location.pathname));
    }

    if (isChange && answer.ok && address.pathname.includes("/elsa/api/workflow-definition")) document.dispatchEvent(new Event("studio:saved"));
    return answer;
  };

  // Studio has no router here: a path that it pushes is a page of its own.
  const page = /\/workflows\/(definitions\/[^/]+\/edit|instances\/[^/]+\/view)$/;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const target = new URL(address ?? "", document.baseURI);
    if (page.test(target.pathname) && target.pathname !== location.pathname) location.assign(target.pathname);
    else push(state, title, address);
  };

  // Studio loses what is set before an element is defined.
  const opens = (element, property, path) => customElements.whenDefined(element).then(() => {
    for (const one of document.querySelectorAll(element)) one[property] = id => location.assign(path(id));
  });
  const editor = id => "/designer/workflows/definitions/" + encodeURIComponent(id) + "/edit";
  opens("elsa-workflow-definition-list", "editWorkflowDefinition", editor);
  opens("elsa-workflow-instance-viewer", "editWorkflowDefinition", editor);
  opens("elsa-workflow-instance-list", "viewWorkflowInstance", id => "/designer/workflows/instances/" + encodeURIComponent(id) + "/view");
})();
