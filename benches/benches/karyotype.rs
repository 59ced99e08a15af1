//! Karyotypes by the table: 10,000 read, counted and classified on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use marv_karyotype::{Karyotype, batch, groups::Patient};

/// Short and long, plain and complex, clean and dirty, as tables of laboratories mix them; none is a patient's.
const STRINGS: [&str; 20] = [
    "46,XX[20]",
    "46,XY[20]",
    "46,xy[20]",
    "46,XX,del(5)(q13q33)[18]/46,XX[2]",
    "45,X,-Y[12]/46,XY[8]",
    "47,XX,+8[14]/46,XX[6]",
    "46,XY,t(8;21)(q22;q22)[19]/46,XY[1]",
    "46,XX,inv(16)(p13.1q22)[20]",
    "45,XX,-7[12]/46,XX[8]",
    "46,XX,t(9;22)(q34:q11.2)[20]",
    "46,XY,del(20)(q11q13)[9]/46,XY[11]",
    "47,XY,+8[3]/48,idem,+21[10]/46,XY[7]",
    "46,XX,+1,der(1;7)(q10;p10)[11]/46,idem,add(3)(q12)[6]/46,XX[3]",
    "44,XY,del(5)(q13q33),-7,add(12)(p11),-17,+mar[cp14]/46,XY[6]",
    "43~45,XX,-3,del(5)(q13q33),der(7)t(7;17)(p11;q11),-12,add(17)(p11),-18,+1~3mar[cp18]/46,XX[2]",
    "46,XX,t(11;19)(q23;p13.3)[15]/47,idem,+8[5]",
    "45,XY,dic(5;17)(q11;p11),-20,+mar1[12]/46,idem,+8[5]/46,XY[3]",
    "46,XX,der(5)t(5;17)(q13;q21),del(7)(q22q36),der(12)t(12;13)(p11;q14),-13,add(16)(q22),+22[20]",
    "54,XX,+X,+4,+6,+10,+14,+17,+18,+21[20]",
    "46,XY,t(15;17)(q24;q21)[18]/46,XY[2]",
];

fn karyotypes(criterion: &mut Criterion) {
    let table: Vec<&str> = STRINGS.iter().copied().cycle().take(10_000).collect();
    let mut group = criterion.benchmark_group("karyotype");
    group.sample_size(10);
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("read", |bencher| {
        bencher.iter(|| table.iter().map(|iscn| Karyotype::read(black_box(iscn)).warnings.len()).sum::<usize>());
    });
    group.bench_function("rows", |bencher| {
        bencher
            .iter(|| table.iter().map(|iscn| batch::row(black_box(iscn), Patient::default())[9].len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, karyotypes);
criterion_main!(benches);
