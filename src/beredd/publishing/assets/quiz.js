// A training: choose, answer, see why. Nothing is kept or sent.
"use strict";
(function () {
  var quiz = document.querySelector("[data-quiz]"), result = quiz.querySelector("[data-result]"), again = quiz.querySelector("[data-again]");
  var questions = Array.prototype.slice.call(quiz.querySelectorAll(".question"));
  function each(question) {
    var button = question.querySelector("[data-answer]"), status = question.querySelector("[role=status]"), why = question.querySelector("details");
    button.hidden = false;
    why.hidden = true;
    button.onclick = function () {
      var chosen = question.querySelector("input:checked");
      if (!chosen) { status.textContent = quiz.dataset.choose; return; }
      var isRight = chosen.hasAttribute("data-is-right");
      question.dataset.done = isRight ? "right" : "wrong";
      status.textContent = isRight ? quiz.dataset.right : quiz.dataset.wrong;
      why.hidden = false;
      why.open = true;
      var done = questions.filter(function (one) { return one.dataset.done; });
      if (done.length === questions.length) {
        var right = done.filter(function (one) { return one.dataset.done === "right"; }).length;
        result.textContent = quiz.dataset.score.replace("%1", right).replace("%2", done.length);
        again.hidden = false;
      }
    };
  }
  questions.forEach(each);
  again.onclick = function () {
    questions.forEach(function (question) {
      delete question.dataset.done;
      question.querySelector("[role=status]").textContent = "";
      question.querySelector("details").open = false;
      question.querySelector("details").hidden = true;
      var chosen = question.querySelector("input:checked");
      if (chosen) chosen.checked = false;
    });
    result.textContent = "";
    again.hidden = true;
    questions[0].querySelector("input").focus();
  };
})();
