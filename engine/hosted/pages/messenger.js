(function () {
  var data = document.querySelector(".answer").dataset;
  var app = window.parent !== window ? window.parent : window.opener;
  if (app) app.postMessage({ type: "authorization_response", response: JSON.parse(data.message) }, data.target);
})();
