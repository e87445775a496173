namespace Orchestrator.Cases;

/// <summary>A text for people, in both languages of the product.</summary>
/// <param name="Vi">Vietnamese, shown first.</param>
/// <param name="En">English.</param>
public sealed record BilingualText(string Vi, string En);
