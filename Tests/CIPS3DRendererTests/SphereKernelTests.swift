import CIPS3DModel
import CKernels
import Testing

@Suite("The ball that a field begins as, and the sphere behind the head")
struct SphereKernelTests {
    /// The distance of a lane's point from the middle.
    private func length(
        _ points: AlignedNumbers, _ lane: Int, _ kernel: KernelUnderTest
    ) -> Double {
        let squares = (0..<3).map { axis in
            let x = Double(points[axis * kernel.lanes + lane])
            return x * x
        }
        return squares.reduce(0, +).squareRoot()
    }

    @Test("the ball is denser towards its middle", arguments: KernelUnderTest.all)
    func ball(kernel: KernelUnderTest) {
        var random = LatentGenerator(seed: 21, stream: .shape)
        for (gain, radius) in [(0, 0.6), (0.5, 0), (60, 0.6), (60, 3)] as [(Float, Float)] {
            let points = AlignedNumbers(random.uniforms(3 * kernel.lanes, -2...2))
            // The middle itself.
            for axis in 0..<3 { points[axis * kernel.lanes] = 0 }
            let before = random.uniforms(kernel.lanes, -20...20)
            let density = AlignedNumbers(before)
            kernel.functions.ball(gain, radius, points.start, density.start)
            for lane in 0..<kernel.lanes {
                let distance = length(points, lane, kernel)
                let inside = Double(radius) - distance
                let expected = Double(before[lane]) + Double(gain) * inside
                // Three roundings of a sum of squares, which the root halves, and its own; those of
                // the difference, of the product and of the sum.
                let bound = Double(gain) * (3 * distance + 2 * abs(inside)) + abs(expected)
                let error = abs(Double(density[lane]) - expected)
                #expect(error <= KernelUnderTest.rounding * bound)
            }
        }
    }

    /// Unit directions from a place to points around the middle.
    private func directions(
        from origin: [Float], _ kernel: KernelUnderTest, _ random: inout LatentGenerator
    ) -> AlignedNumbers {
        let directions = AlignedNumbers(random.uniforms(3 * kernel.lanes, -0.5...0.5))
        for lane in 0..<kernel.lanes {
            for axis in 0..<3 { directions[axis * kernel.lanes + lane] -= origin[axis] }
            let distance = Float(length(directions, lane, kernel))
            for axis in 0..<3 { directions[axis * kernel.lanes + lane] /= distance }
        }
        return directions
    }

    /// The point in double precision, and how far the distance to it may be off.
    private func exit(
        from origin: [Float], along direction: [Float], radius: Double
    ) -> (point: [Double], error: Double) {
        let (o, d) = (origin.map(Double.init), direction.map(Double.init))
        let along = -zip(o, d).reduce(0.0) { $0 + $1.0 * $1.1 }
        let square = o.reduce(-radius * radius) { $0 + $1 * $1 }
        let half = max(0, along * along - square).squareRoot()
        // Sums of three products for both, the square of one, the radius' square and two
        // differences; half of the chord, a root, magnifies them where a ray touches the sphere.
        let below = 12 * KernelUnderTest.rounding * (along * along + radius * radius)
        let error =
            4 * KernelUnderTest.rounding * (along + half) + below / max(half, below.squareRoot())
        return (zip(o, d).map { ($0 + $1 * (along + half)) / radius }, error)
    }

    @Test(
        "rays leave the sphere on its far side, or pass it where they are nearest",
        arguments: KernelUnderTest.all, [0.12, 0.3, 0.5] as [Float])
    func exits(kernel: KernelUnderTest, radius: Float) {
        var random = LatentGenerator(seed: 22, stream: .shape)
        let r = Double(radius)
        var (hits, misses) = (0, 0)
        for origin in [[0, 0, 1], [0.29, -0.5, 0.8], [-1.2, 0.9, -1.1]] as [[Float]] {
            for _ in 0..<32 {
                let directions = directions(from: origin, kernel, &random)
                let points = AlignedNumbers(count: 3 * kernel.lanes)
                kernel.functions.exits(origin, directions.start, radius, points.start)
                for lane in 0..<kernel.lanes {
                    let direction = (0..<3).map { directions[$0 * kernel.lanes + lane] }
                    let (point, error) = exit(from: origin, along: direction, radius: r)
                    for axis in 0..<3 {
                        let found = Double(points[axis * kernel.lanes + lane])
                        // The rounding of the point, and that of the quotient.
                        let roundings = abs(Double(origin[axis])) / r + abs(point[axis])
                        let bound = error / r + 2 * KernelUnderTest.rounding * roundings
                        #expect(abs(found - point[axis]) <= bound)
                    }
                    let distance = length(points, lane, kernel)
                    let allowed = (2 * error + 8 * KernelUnderTest.rounding) / r
                    #expect(distance >= 1 - allowed)
                    if distance > 1 + allowed { misses += 1 } else { hits += 1 }
                }
            }
        }
        #expect(hits > 20 && misses > 20)
    }

    @Test("what is not a number stays in its lane", arguments: KernelUnderTest.all)
    func notANumber(kernel: KernelUnderTest) {
        let directions = AlignedNumbers([Float](repeating: 0.5, count: 3 * kernel.lanes))
        directions[kernel.lanes + 2] = .nan
        let points = AlignedNumbers(count: 3 * kernel.lanes)
        let origin: [Float] = [0, 0, 1]
        kernel.functions.exits(origin, directions.start, 0.3, points.start)
        let density = AlignedNumbers(count: kernel.lanes)
        kernel.functions.ball(60, 0.6, points.start, density.start)
        for lane in 0..<kernel.lanes {
            #expect(points[lane].isNaN == (lane == 2))
            #expect(density[lane].isNaN == (lane == 2))
        }
    }
}
