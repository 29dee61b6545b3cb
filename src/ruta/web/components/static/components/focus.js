// What must be read first is given the focus when the page opens: the error summary.

const first = document.querySelector("[data-focus]");
first?.focus();

// The page of an error answers a form. Once it is sent again, that answer is asked for anew on the
// way back: the browser would else stop there and ask whether to send the old form once more.
if (first) addEventListener("submit", () => history.replaceState(null, "", location.href));
