/**
 * <form data-resume> holds what somebody had written when the sign-in ended. Once they are back it is sent by itself, once.
 * Coming back to the page with the browser's own button does not send it again; without the script its button does.
 */
const arrival = performance.getEntriesByType("navigation")[0];
const form = document.querySelector("form[data-resume]");

if (form && !(arrival && arrival.type === "back_forward")) {
  form.removeAttribute("data-resume");
  form.requestSubmit();
}
