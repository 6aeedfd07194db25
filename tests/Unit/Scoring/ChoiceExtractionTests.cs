using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class ChoiceExtractionTests
{
    private static readonly string[] Options = ["Rest at home", "A walk", "The surgery", "C. difficile assay"];

    [Theory]
    [InlineData("B", 1, "letter")]
    [InlineData(" b. ", 1, "letter")]
    [InlineData("(C)", 2, "letter")]
    [InlineData("D)", 3, "letter")]
    [InlineData("**A**", 0, "letter")]
    [InlineData("A. Rest", 0, "letter_then_text")]
    [InlineData("(B) because walking helps", 1, "letter_then_text")]
    [InlineData("b) walking", 1, "letter_then_text")]
    [InlineData("A. Something else", 0, "letter_then_text")]
    [InlineData("A. Rest. It helps.", 0, "letter_then_text")]
    [InlineData("A. Rest at home\n\nRest helps. B. walking does not.", 0, "letter_then_text")]
    [InlineData("B\nBecause walking helps. Rest does not.", 1, "letter_then_text")]
    [InlineData("B - A walk in the park", 1, "letter_then_text")]
    [InlineData("**B.** A walk", 1, "letter_then_text")]
    [InlineData("Option B: run", 1, "letter_then_text")]
    [InlineData("Option B", 1, "letter")]
    [InlineData("option (B)", 1, "letter")]
    [InlineData("[\"B\"]", 1, "letter")]
    [InlineData("rest at home", 0, "option_text")]
    [InlineData("Rest, at home!", 0, "option_text")]
    [InlineData("Surgery.", 2, "option_text")]
    [InlineData("C. difficile assay", 3, "option_text")]
    [InlineData("After thought, the answer is (B).", 1, "stated")]
    [InlineData("Answer: C", 2, "stated")]
    [InlineData("The answer is A at first sight, but the correct answer is D because of the fever.", 3, "stated")]
    [InlineData("My reasons follow.\n\n**Answer: B**", 1, "stated")]
    [InlineData("So the answer choice is b.", 1, "stated")]
    [InlineData("**Answer:** B", 1, "stated")]
    [InlineData("The answer is a walk", 1, "stated")]
    [InlineData("The correct option is C.", 2, "stated")]
    [InlineData("\\boxed{B}", 1, "stated")]
    [InlineData("So $\\boxed{\\text{C}}$.", 2, "stated")]
    [InlineData("<answer>B</answer>", 1, "stated")]
    [InlineData("The answer is B and I am sure", 1, "stated")]
    [InlineData("The answer is C. difficile assay", 3, "stated")]
    [InlineData("B is the correct answer.", 1, "stated")]
    [InlineData("Therefore, option C is the most appropriate.", 2, "stated")]
    [InlineData("A is wrong. C is correct.", 2, "stated")]
    [InlineData("I would choose B.", 1, "stated")]
    [InlineData("The correct answer is the letter B.", 1, "stated")]
    [InlineData("Answer - B", 1, "stated")]
    [InlineData("\\boxed{\\textbf{B}}", 1, "stated")]
    [InlineData("La respuesta correcta es la B.", 1, "stated")]
    [InlineData("Respuesta: C) The surgery", 2, "stated")]
    [InlineData("<think>The answer is A? No.</think>\nThe answer is B.", 1, "stated")]
    [InlineData("<think>Answer: A</think>B", 1, "letter")]
    [InlineData("It's B.", 1, "letter")]
    [InlineData("B!", 1, "letter")]
    [InlineData("\uff22", 1, "letter")]
    [InlineData("\U0001d401.", 1, "letter")]
    [InlineData("A is too weak.\n\n**B**", 1, "own_line")]
    [InlineData("## Answer\n\n**B. A walk**", 1, "own_line")]
    [InlineData("Rest is too little.\n\nThe surgery", 2, "own_line")]
    [InlineData("A walk.\nIt helps, and rest does not.", 1, "own_line")]
    [InlineData("B\n\nA. Rest is too little.\nC. That is too much.", 1, "letter_then_text")]
    [InlineData("B. A walk\n\nWhy not the others:\nA. Rest at home is too little.", 1, "letter_then_text")]
    public void The_first_rule_that_applies_names_the_option(string text, int option, string rule) =>
        Assert.Equal(new Choice(option, rule), ChoiceExtraction.Find(text, Options));

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("E.")]
    [InlineData("E. Something else")]
    [InlineData("N/A")]
    [InlineData("A patient with fever should rest")]
    [InlineData("None of the above")]
    [InlineData("i.e. none")]
    [InlineData("The answer is a beta blocker")]
    [InlineData("Answer: A beta blocker")]
    [InlineData("The answer is Amoxicillin")]
    [InlineData("I cannot answer this")]
    [InlineData("A/B")]
    [InlineData("A, C")]
    [InlineData("D/W patient: A")]
    [InlineData("A, as the ECG shows, is wrong")]
    [InlineData("A. is wrong.")]
    [InlineData("C. difficile is unlikely")]
    [InlineData("B, C and D are all wrong; A.")]
    [InlineData("B - 12 deficiency")]
    [InlineData("A) Bed B) Run C) Cut")]
    [InlineData("A\nB\nC")]
    [InlineData("B\nThe answer is C, so the answer is D.")]
    [InlineData("The answer is B. Answer: C")]
    [InlineData("The answer is B or C")]
    [InlineData("The answer is (B) and (C).")]
    [InlineData("The answer is B, C.")]
    [InlineData("The answer is B/C")]
    [InlineData("The answer is B? No: the answer is not B.")]
    [InlineData("I do not think that the answer is B.")]
    [InlineData("The wrong answer is B.")]
    [InlineData("A. Rest at home\nB. A walk\nC. The surgery\nD. C. difficile assay")]
    [InlineData("A. Rest at home B. A walk C. The surgery")]
    [InlineData("The answer is B. A walk or C. The surgery.")]
    [InlineData("Only if option B is correct")]
    [InlineData("B is correct only if she can stand.")]
    [InlineData("B is incorrect.")]
    [InlineData("Hepatitis B is most likely.")]
    [InlineData("I would choose a beta blocker.")]
    [InlineData("La respuesta no es B.")]
    [InlineData("Rest at home\nA walk\nThe surgery")]
    public void Text_that_names_no_option_is_no_choice(string text) =>
        Assert.Null(ChoiceExtraction.Find(text, Options));

    [Theory]
    [InlineData("C. difficile is unlikely here, so the answer is A.", 0)]
    [InlineData("D. coli was excluded. Answer: B", 1)]
    [InlineData("E. coli was excluded. Answer: B", 1)]
    [InlineData("A. fib is present. Answer: C", 2)]
    [InlineData("C/O chest pain suggests the answer is B.", 1)]
    [InlineData("A. is wrong because it is late. The correct answer is B.", 1)]
    [InlineData("B\nThe answer is C.", 2)]
    public void A_statement_overrules_the_letter_a_text_begins_with(string text, int option) =>
        Assert.Equal(new Choice(option, "stated"), ChoiceExtraction.Find(text, Options));

    [Theory]
    [InlineData("**Answer:** No", 1)]
    [InlineData("Answer: no", 1)]
    [InlineData("The answer is yes. It works.", 0)]
    [InlineData("Answer: no evidence", null)]
    [InlineData("The answer is not yes", null)]
    [InlineData("Yes, because the trial shows it.", 0)]
    [InlineData("No - the data do not support it", 1)]
    [InlineData("No.\nExplanation: a yes would need more data.", 1)]
    [InlineData("Yes and no, it depends", null)]
    [InlineData("yes or no", null)]
    public void Options_that_are_words_can_be_stated(string text, int? option) =>
        Assert.Equal(option, ChoiceExtraction.Find(text, ["yes", "no", "maybe"])?.Option);

    [Theory]
    [InlineData("""{"step_by_step_thinking": "Not A.", "answer_choice": "B"}""", 1, "json:letter")]
    [InlineData("""{"thinking": "She wrote \"answer\": \"A\" first.", "answer": "C. The surgery"}""", 2, "json:letter_then_text")]
    [InlineData("""{"choice": "a walk"}""", 1, "json:option_text")]
    [InlineData("""{"answer": "A", "answer_choice": "B"}""", 1, "json:letter")]
    [InlineData("""{"answer": {"choice": "D"}}""", 3, "json:letter")]
    [InlineData("""{"answer": {"letter": "D", "text": "C. difficile assay"}}""", 3, "json:letter")]
    [InlineData("""{"final_answer": "B"}""", 1, "json:letter")]
    [InlineData("""{"selected_option": "B"}""", 1, "json:letter")]
    [InlineData("""{"answerChoice": "B"}""", 1, "json:letter")]
    [InlineData("""{"answer_choice": ["B"]}""", 1, "json:letter")]
    [InlineData("""{"answer": "A/B"}""", 0, "json:first_of_several")]
    [InlineData("{'answer_choice': 'C'}", 2, "json:letter")]
    [InlineData("""{"answer_choice": C}""", 2, "json:letter")]
    [InlineData("```json\n{\"answer_choice\": \"B\"}\n```", 1, "json:letter")]
    [InlineData("""{"step_by_step_thinking": "He said "rest"", "answer_choice": "B""", 1, "json:letter")]
    [InlineData("""Here it is: {"answer_choice": "\u0042"} as asked.""", 1, "json:letter")]
    [InlineData("""{"answer": "I say the answer is (D)"}""", 3, "json:stated")]
    public void A_field_of_whole_or_broken_json_is_what_counts(string text, int option, string rule) =>
        Assert.Equal(new Choice(option, rule), ChoiceExtraction.Find(text, Options));

    [Theory]
    [InlineData("""{"thinking": "The answer is B", "answer_choice": "None of the above"}""")]
    [InlineData("""{"answer_choice": ""}""")]
    [InlineData("""{"answer_choice": null}""")]
    [InlineData("""{"answer": ["A","C"]}""")]
    [InlineData("{'answer': ['A', 'C', 'D']}")]
    [InlineData("""{"answer": "A, C"}""")]
    [InlineData("""{"answer": "A. Rest at home, B. A walk"}""")]
    [InlineData("""{"answer": "C/O chest pain"}""")]
    public void A_field_that_names_no_option_is_not_overruled_by_the_text_around_it(string text) =>
        Assert.Null(ChoiceExtraction.Find(text, Options));

    [Fact]
    public void Options_that_read_alike_are_not_told_apart_by_their_text() =>
        Assert.Null(ChoiceExtraction.Find("hepatitis", ["Hepatitis A", "The hepatitis"]));

    [Fact]
    public async Task Hostile_text_is_read_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("\"answer\" : ( answer is \\\"", 100_000));
        var reading = Task.Run(() => ChoiceExtraction.Find(text, Options));
        Assert.Null(await reading.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
