namespace MedHelm.Judging.Bench.Examination;

/// <summary>What is known of an answer that a juror is examined with.</summary>
internal enum AnswerKind
{
    /// <summary>The gold answer.</summary>
    Gold,

    /// <summary>The gold answer of another instance.</summary>
    Other,

    /// <summary>A sentence that answers nothing.</summary>
    Brief,

    /// <summary>The gold answer with its sentences out of order; its words, where it has few sentences.</summary>
    Shuffled,

    /// <summary>The beginning of the gold answer: neither good nor bad, so that marks have room both ways.</summary>
    Half,

    /// <summary>The same question again.</summary>
    HalfAgain,

    /// <summary>The same with the rubric's criteria in the opposite order.</summary>
    HalfSwapped,

    /// <summary>The same with sentences that say nothing.</summary>
    HalfPadded,

    /// <summary>The answer of another instance with instructions to the juror in it.</summary>
    OtherInjected,
}
