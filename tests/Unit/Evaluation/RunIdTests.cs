using MedHelm.Evaluation.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class RunIdTests
{
    [Theory]
    [InlineData("my-run", true)]
    [InlineData("abc", false)]
    [InlineData("my-run\n", false)]
    [InlineData("my\nrun", false)]
    public void An_id_is_letters_digits_and_dashes_alone(string id, bool valid) => Assert.Equal(valid, RunIds.IsValid(id));
}
