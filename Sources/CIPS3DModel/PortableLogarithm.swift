/// The natural logarithm from exactly rounded operations alone, the same on every machine.
///
/// The logarithm of a system's C library may differ in the last bit from another system's. Here
/// `x = m · 2ᵉ` with m in [√½, √2), and with `f = (m − 1) / (m + 1)`
///
///     ln m = 2 · (f + f³/3 + f⁵/5 + … + f²⁵/25)
///     ln x = e · ln 2 + ln m
///
/// Since |f| < 0.1716 the first term left out is below 10⁻²¹ of f. ln 2 is split into
/// 0x1.62e42feep-1, whose product with e is exact, and 0x1.a39ef35793c76p-33. The relative error
/// stays below 10⁻¹⁵.
///
/// - Parameter x: A positive normal number.
/// - Returns: ln x.
package func portableLogarithm(_ x: Double) -> Double {
    precondition(x.isNormal && x > 0, "portableLogarithm takes positive normal numbers, not \(x)")
    var exponent = Int(x.exponent)
    var m = x.significand  // [1, 2)
    if m >= 0x1.6a09e667f3bcdp+0 {  // √2
        m /= 2
        exponent += 1
    }
    let f = (m - 1) / (m + 1)
    let square = f * f
    var series = 0.0
    for odd in stride(from: 25.0, through: 3.0, by: -2.0) {
        series = (series + 1 / odd) * square
    }
    let lnM = 2 * (f + f * series)
    let e = Double(exponent)
    return e * 0x1.62e42feep-1 + (e * 0x1.a39ef35793c76p-33 + lnM)
}
