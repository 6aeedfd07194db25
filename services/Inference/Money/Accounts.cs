namespace MedHelm.Inference.Money;

/// <summary>
/// The rules of spending, on the accounts of one transaction: reserve the worst case everywhere or nowhere, settle to the real
/// cost. Spent + reserved never exceeds a limit through a reservation.
/// </summary>
internal sealed class Accounts
{
    private readonly Dictionary<AccountKey, Account> accounts = [];
    private readonly HashSet<AccountKey> changed = [];

    /// <summary>What has changed.</summary>
    public IEnumerable<(AccountKey Key, Account Account)> Changed => changed.Select(key => (key, accounts[key]));

    public Account this[AccountKey key] => accounts[key];

    public void Add(AccountKey key, Account account) => accounts[key] = account;

    /// <summary>Reserves the amount in every account that covers the call; null when done, else nothing was reserved and this is why.</summary>
    public Shortfall? Reserve(IReadOnlyList<AccountKey> keys, long amount)
    {
        foreach (var key in keys)
        {
            var account = accounts[key];
            if (account.Limit is { } limit && amount > limit - account.Spent - account.Reserved)
                return new Shortfall(key.Name, amount, limit - account.Spent - account.Reserved, MayPass: amount <= limit - account.Spent);
        }
        Change(keys, account => account.Reserved += amount);
        return null;
    }

    public void Release(IReadOnlyList<AccountKey> keys, long amount) => Change(keys, account => account.Reserved -= amount);

    /// <summary>Books a cost; a negative one takes an earlier booking back.</summary>
    public void Spend(IReadOnlyList<AccountKey> keys, long amount, bool presumed) => Change(keys, account =>
    {
        account.Spent += amount;
        if (presumed) account.Presumed += amount;
    });

    private void Change(IReadOnlyList<AccountKey> keys, Action<Account> change)
    {
        foreach (var key in keys)
        {
            change(accounts[key]);
            changed.Add(key);
        }
    }
}
