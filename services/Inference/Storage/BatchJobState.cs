namespace MedHelm.Inference.Storage;

/// <summary>How far a batch has come. The numbers are stored.</summary>
internal enum BatchJobState
{
    /// <summary>Its items are chosen; nothing has been sent.</summary>
    Forming = 0,

    /// <summary>It is being sent: the provider may have it, or not.</summary>
    Sending = 1,

    /// <summary>The provider has it.</summary>
    Running = 2,

    /// <summary>Its time is up; the provider has been told to stop.</summary>
    Stopping = 3,
}
