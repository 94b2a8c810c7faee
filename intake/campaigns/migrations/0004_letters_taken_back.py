from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0003_frame_and_revision'),
    ]

    operations = [
        migrations.AlterField(
            model_name='postalitem',
            name='state',
            field=models.CharField(choices=[('waiting', 'To be exported'), ('exported', 'Given to the printer'), ('mailed', 'Mailed'), ('returned', 'Came back'), ('exhausted', 'No address left'), ('cancelled', 'Taken back with its campaign')], default='waiting', max_length=10),
        ),
    ]
