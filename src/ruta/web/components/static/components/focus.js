// What must be read first is given the focus when the page opens: the error summary.

document.querySelector("[data-focus]")?.focus();
