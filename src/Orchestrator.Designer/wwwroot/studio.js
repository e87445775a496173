// What Studio's build leaves to the page that it stands in: proof of origin, signing in again, and going from page to page.
(() => {
  "use strict";

  // Studio's editor registers its shortcuts by a script that our policy does not let run.
  window.editorHotkeys = { register() {}, dispose() {} };

  const send = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : input, document.baseURI);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    if (address.origin === location.origin && method !== "GET" && method !== "HEAD") {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      headers.set("X-Antiforgery-Token", document.querySelector("meta[name=antiforgery]").content);
      init = { ...init, headers };
    }

    const answer = await send(input, init);
    if (answer.status === 401 && address.origin === location.origin) {
      location.assign("/sign-in?returnUrl=" + encodeURIComponent(location.pathname));
    }

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
