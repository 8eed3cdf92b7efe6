using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Some engines send null if the API promises a value; it counts as false.</summary>
internal sealed class LenientBoolean : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Null, and a time that the calendar does not have, count as no time: the year 1.</summary>
internal sealed class LenientTime : JsonConverter<DateTimeOffset>
{
    public override bool HandleNull => true;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.TryGetDateTimeOffset(out var time) ? time : default;

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>
/// Whole numbers. An engine is written in Go, whose int has 64 bits, and stores what a user gave it. A number beyond the type counts as the
/// nearest that the type has, so that the order stays; a fraction counts as missing. So no number of one container spoils the whole
/// document.
/// </summary>
internal static class WholeNumber
{
    /// <summary>The number at the reader; null for null and for a fraction.</summary>
    /// <param name="reader">At a number or null.</param>
    /// <param name="least">The least that is returned.</param>
    /// <param name="most">The most that is returned.</param>
    public static long? Read(ref Utf8JsonReader reader, long least, long most)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TryGetInt64(out var number))
            return Math.Clamp(number, least, most);
        // Beyond 64 bits, written with an exponent, or a fraction. 1e400 is infinite here, and beyond the type like any other.
        if (!reader.TryGetDouble(out var wide) || Math.Floor(wide) != wide)
            return null;
        return wide >= most ? most : wide <= least ? least : (long)wide;
    }
}

/// <summary>As <see cref="WholeNumber"/>; a missing number is 0.</summary>
internal sealed class LenientInteger : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (int)(WholeNumber.Read(ref reader, int.MinValue, int.MaxValue) ?? 0);

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>As <see cref="WholeNumber"/>.</summary>
internal sealed class LenientOptionalInteger : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (int?)WholeNumber.Read(ref reader, int.MinValue, int.MaxValue);

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.GetValueOrDefault());
}

/// <summary>As <see cref="WholeNumber"/>; a missing number is 0.</summary>
internal sealed class LenientLong : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumber.Read(ref reader, long.MinValue, long.MaxValue) ?? 0;

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>As <see cref="WholeNumber"/>.</summary>
internal sealed class LenientOptionalLong : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumber.Read(ref reader, long.MinValue, long.MaxValue);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.GetValueOrDefault());
}

/// <summary>As <see cref="WholeNumber"/>, of 64 bits without a sign; a negative number counts as missing.</summary>
internal sealed class LenientOptionalUnsigned : JsonConverter<ulong?>
{
    public override ulong? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TryGetUInt64(out var number))
            return number;
        if (!reader.TryGetDouble(out var wide) || Math.Floor(wide) != wide || wide < 0)
            return null;
        return wide >= ulong.MaxValue ? ulong.MaxValue : (ulong)wide;
    }

    public override void Write(Utf8JsonWriter writer, ulong? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.GetValueOrDefault());
}
