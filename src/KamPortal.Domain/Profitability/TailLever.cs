namespace KamPortal.Domain.Profitability;

/// <summary>
/// Something one can do about unprofitable accounts, with the assumptions it rests on. Shares are 0–1. Cost of goods falls with the
/// volume lost; so does cost to serve, unless a lever says otherwise.
/// </summary>
public abstract record TailLever
{
    private protected TailLever()
    {
    }

    /// <summary>The account's year once the lever is pulled.</summary>
    /// <exception cref="DomainRuleException">An assumption is out of its bounds.</exception>
    public TailAccount ApplyTo(TailAccount account) => Problem() is { } problem ? throw new DomainRuleException(problem) : Pull(account);

    private protected abstract TailAccount Pull(TailAccount account);

    /// <summary>What is wrong with the assumptions, if anything.</summary>
    private protected abstract string? Problem();

    private protected static bool IsShare(decimal value) => value is >= 0 and <= 1;

    /// <summary>The account with a share of its business lost.</summary>
    private protected static TailAccount Less(TailAccount account, decimal lost) => account with
    {
        GrossRevenue = account.GrossRevenue * (1 - lost),
        NetRevenue = account.NetRevenue * (1 - lost),
        GrossMargin = account.GrossMargin * (1 - lost),
        CostToServe = account.CostToServe * (1 - lost),
        Orders = account.Orders * (1 - lost),
    };
}

/// <summary>Raise net prices. What is not lost pays more for the same goods.</summary>
/// <param name="Increase">Rise of net prices, 0.03 for 3 %, from 0.</param>
/// <param name="VolumeLost">Share of the volume that goes elsewhere.</param>
public sealed record Reprice(decimal Increase, decimal VolumeLost) : TailLever
{
    private protected override TailAccount Pull(TailAccount account)
    {
        var more = account.NetRevenue * Increase;
        return Less(account with { GrossRevenue = account.GrossRevenue + more, NetRevenue = account.NetRevenue + more, GrossMargin = account.GrossMargin + more }, VolumeLost);
    }

    private protected override string? Problem() =>
        Increase < 0 || !IsShare(VolumeLost) ? "Prices rise by no less than nothing and between none and all of the volume is lost." : null;
}

/// <summary>
/// Take no order below a value. Smaller orders are put together into as many of that value as the revenue makes, at least one; accounts
/// whose orders are large enough already, or not counted, stay as they are.
/// </summary>
/// <param name="Value">Least net value of an order, more than 0.</param>
/// <param name="CostByOrders">Share of cost to serve that follows the number of orders.</param>
/// <param name="Attrition">Share of the business of those concerned that goes elsewhere.</param>
public sealed record MinimumOrder(decimal Value, decimal CostByOrders, decimal Attrition) : TailLever
{
    private protected override TailAccount Pull(TailAccount account)
    {
        if (account.Orders is not { } orders || orders <= 0 || account.NetRevenue >= orders * Value)
        {
            return account;
        }

        var fewer = Math.Min(orders, Math.Max(1, Math.Floor(account.NetRevenue / Value)));
        return Less(account with { Orders = fewer, CostToServe = account.CostToServe * (1 - (CostByOrders * (1 - (fewer / orders)))) }, Attrition);
    }

    private protected override string? Problem() =>
        Value <= 0 || !IsShare(CostByOrders) || !IsShare(Attrition) ? "An order has a least value of more than 0, and shares lie between none and all." : null;
}

/// <summary>Orders come electronically instead of by hand.</summary>
/// <param name="Adoption">Share of the orders that move.</param>
/// <param name="CostByOrders">Share of cost to serve that follows the handling of orders.</param>
/// <param name="Saved">Share of that handling saved by an electronic order.</param>
public sealed record ElectronicOrders(decimal Adoption, decimal CostByOrders, decimal Saved) : TailLever
{
    private protected override TailAccount Pull(TailAccount account) =>
        account with { CostToServe = account.CostToServe * (1 - (Adoption * CostByOrders * Saved)) };

    private protected override string? Problem() =>
        IsShare(Adoption) && IsShare(CostByOrders) && IsShare(Saved) ? null : "Shares lie between none and all.";
}

/// <summary>Serve through a cheaper channel at a cost per account and year instead of today's cost to serve.</summary>
/// <param name="CostPerAccount">Yearly cost of an account in the channel, not negative; accounts cheaper to serve today keep their cost.</param>
/// <param name="Attrition">Share of the business that goes elsewhere.</param>
public sealed record MoveChannel(decimal CostPerAccount, decimal Attrition) : TailLever
{
    private protected override TailAccount Pull(TailAccount account) =>
        Less(account, Attrition) with { CostToServe = Math.Min(CostPerAccount, account.CostToServe) };

    private protected override string? Problem() => CostPerAccount < 0 || !IsShare(Attrition) ? "A channel costs no less than nothing and loses between none and all." : null;
}

/// <summary>Stop serving. Cost that cannot be avoided stays.</summary>
/// <param name="Avoided">Share of cost to serve that really goes away.</param>
public sealed record Exit(decimal Avoided) : TailLever
{
    private protected override TailAccount Pull(TailAccount account) =>
        new(account.Code, 0, 0, 0, account.CostToServe * (1 - Avoided), account.Orders is null ? null : 0);

    private protected override string? Problem() => IsShare(Avoided) ? null : "Between none and all of the cost goes away.";
}
